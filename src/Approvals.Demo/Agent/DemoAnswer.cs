using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Approvals.Demo.Agent;

/// <summary>What came back for a tool call: the tool's own words, or the gateway's.</summary>
public abstract record DemoAnswer(string Text)
{
    /// <summary>The member of <c>_meta</c> by which a gateway marks its own answers. The text alone proves nothing: any tool can write it.</summary>
    private const string OutcomeKey = "approvals/outcome";

    /// <summary>The tool ran.</summary>
    public sealed record Ran(string Text) : DemoAnswer(Text);

    /// <summary>The tool ran and said that it failed.</summary>
    public sealed record ToolFailed(string Text) : DemoAnswer(Text);

    /// <summary>The gateway did not let the call through.</summary>
    public sealed record Refused(string Text, string Code, string? Rule, TimeSpan? RetryAfter) : DemoAnswer(Text);

    internal static DemoAnswer Of(CallToolResult result)
    {
        var text = string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
        if (result.IsError is not true)
        {
            return new Ran(text);
        }

        return result.Meta?[OutcomeKey] is JsonObject outcome && TextOf(outcome["code"]) is { } code
            ? new Refused(text, code, TextOf(outcome["rule"]), SecondsOf(outcome["retryAfterSeconds"]))
            : new ToolFailed(text);
    }

    private static string? TextOf(JsonNode? node) =>
        node?.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : null;

    private static TimeSpan? SecondsOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<int>(out var seconds) && seconds >= 0 ? TimeSpan.FromSeconds(seconds) : null;
}
