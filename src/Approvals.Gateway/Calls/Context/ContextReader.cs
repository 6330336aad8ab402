using System.Text;
using System.Text.Json;
using Approvals.Calls;
using Approvals.Gateway.Reviews;
using Approvals.Policies.Context;

namespace Approvals.Gateway.Calls.Context;

/// <summary>Takes from a tool's result what people can read: its structured content, or else its text.</summary>
internal static class ContextReader
{
    /// <summary>How much of an answer is kept, in UTF-16 code units.</summary>
    public const int Most = 16 * 1024;

    /// <param name="message">A strict JSON-RPC message with a member <c>result</c>.</param>
    public static ContextAnswer.Said Read(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var result = document.RootElement.GetProperty("result"u8);
        var isError = Member(result, "isError").ValueKind == JsonValueKind.True;
        var structured = Member(result, "structuredContent");
        if (structured.ValueKind == JsonValueKind.Object)
        {
            return Bounded(structured.GetRawText(), isText: false, isError);
        }

        var text = TextOf(Member(result, "content"));
        return Bounded(text, isText: !IsObject(text), isError);
    }

    private static ContextAnswer.Said Bounded(string text, bool isText, bool isError)
    {
        var isWhole = text.Length <= Most;
        // A part of JSON is no JSON: it is kept as text.
        var kept = isText || !isWhole ? Quoted(isWhole ? text : text[..Most]) : text;
        return new ContextAnswer.Said(kept, isWhole ? 0 : text.Length - Most, isError);
    }

    private static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.Array
        ? string.Join('\n', content.EnumerateArray().Select(BlockText))
        : "";

    private static string BlockText(JsonElement block)
    {
        var text = Member(block, "text");
        var type = Member(block, "type");
        return text.ValueKind == JsonValueKind.String ? text.GetString()!
            : type.ValueKind == JsonValueKind.String ? $"[{type.GetString()}: not shown]"
            : "[something that is not shown]";
    }

    private static bool IsObject(string text)
    {
        using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(text), out _);
        return document is { RootElement.ValueKind: JsonValueKind.Object };
    }

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    private static string Quoted(string text) => JsonSerializer.Serialize(text, ReviewsJson.Default.String);
}
