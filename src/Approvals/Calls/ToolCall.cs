using System.Text.Json;
using Approvals.Calls.Wire;

namespace Approvals.Calls;

/// <summary>One <c>tools/call</c> as a policy sees it.</summary>
/// <param name="Upstream">The upstream's name.</param>
/// <param name="Tool">The tool's name, exactly as it came.</param>
/// <param name="Arguments">An object, or Undefined when the call has none. Readable as long as the message is.</param>
/// <param name="Caller">Who calls.</param>
public sealed record ToolCall(string Upstream, string Tool, JsonElement Arguments, Caller Caller)
{
    /// <summary>The longest tool name, in UTF-16 code units.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Reads the call out of a <c>tools/call</c> request.</summary>
    /// <param name="message">The request.</param>
    /// <param name="upstream">The upstream's name.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="problem">Why it is no call, when the answer is null.</param>
    public static ToolCall? From(RpcMessage message, string upstream, Caller caller, out RpcProblem? problem)
    {
        var words = Problem(message.Params);
        problem = message switch
        {
            // Without an id nobody could be told the verdict, and some servers would run it all the same.
            { Kind: not RpcKind.Request } or { Method: not "tools/call" } =>
                new RpcProblem(RpcProblem.InvalidRequest, "A tool is called by a \"tools/call\" request with an \"id\".", message.IdJson),
            _ when words is not null => new RpcProblem(RpcProblem.InvalidParams, words, message.IdJson),
            _ => null,
        };
        return problem is null
            ? new ToolCall(upstream, message.Name!, RpcEnvelope.Object(message.Params, "arguments"), caller)
            : null;
    }

    private static string? Problem(JsonElement @params)
    {
        if (@params.ValueKind is not JsonValueKind.Object)
        {
            return "\"params\" must be an object.";
        }

        if (RpcEnvelope.Member(@params, "name") is not { ValueKind: JsonValueKind.String } name || !IsName(name.GetString()!))
        {
            return $"\"params.name\" must be a string of 1 to {MaxNameLength} characters without control characters.";
        }

        return RpcEnvelope.Member(@params, "arguments").ValueKind is JsonValueKind.Undefined or JsonValueKind.Object
            ? null
            : "\"params.arguments\" must be an object, or be left out.";
    }

    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && !name.Any(char.IsControl);
}
