using System.Text.Json;
using Approvals.Calls;
using Approvals.Policies;

namespace Approvals.Gateway.Calls.Door;

/// <summary>What a message uses of its upstream, as a policy judges it.</summary>
internal static class UseReader
{
    private const int LongestUri = 4096;

    /// <summary>What the message uses; null where no policy speaks of its method, or where <paramref name="problem"/> says why it cannot be judged.</summary>
    public static Use? Read(RpcMessage message, out RpcProblem? problem)
    {
        problem = null;
        switch (message.Method)
        {
            case "resources/read" or "resources/subscribe" or "prompts/get" or "completion/complete" when message.Kind != RpcKind.Request:
                problem = new RpcProblem(RpcProblem.InvalidRequest, $"\"{message.Method}\" is a request with an \"id\".", message.IdJson);
                return null;
            case "resources/read" or "resources/subscribe":
                return Resource(message, message.Params, ref problem);
            case "prompts/get":
                return Prompt(message, message.Params, ref problem);
            case "completion/complete":
                return Completion(message, ref problem);
            default:
                return null;
        }
    }

    // Completions are asked about a prompt or a resource: whoever may not have it may not have its completions.
    private static Use? Completion(RpcMessage message, ref RpcProblem? problem)
    {
        var reference = Member(message.Params, "ref"u8);
        switch (Text(Member(reference, "type"u8)))
        {
            case "ref/prompt":
                return Prompt(message, reference, ref problem);
            case "ref/resource":
                return Resource(message, reference, ref problem);
            default:
                problem = Invalid(message, "\"params.ref.type\" must be \"ref/prompt\" or \"ref/resource\".");
                return null;
        }
    }

    private static Use? Resource(RpcMessage message, JsonElement holder, ref RpcProblem? problem)
    {
        if (Text(Member(holder, "uri"u8)) is { Length: > 0 and <= LongestUri } uri && !uri.Any(char.IsControl))
        {
            return Use.OfResource(uri);
        }

        problem = Invalid(message, $"The resource's \"uri\" must be a string of 1 to {LongestUri} characters without control characters.");
        return null;
    }

    private static Use? Prompt(RpcMessage message, JsonElement holder, ref RpcProblem? problem)
    {
        if (Text(Member(holder, "name"u8)) is not { Length: > 0 and <= ToolCall.MaxNameLength } name || name.Any(char.IsControl))
        {
            problem = Invalid(message, $"The prompt's \"name\" must be a string of 1 to {ToolCall.MaxNameLength} characters without control characters.");
            return null;
        }

        var arguments = Member(message.Params, "arguments"u8);
        if (arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Object)
        {
            return Use.OfPrompt(name, arguments);
        }

        problem = Invalid(message, "\"params.arguments\" must be an object, or be left out.");
        return null;
    }

    private static JsonElement Member(JsonElement holder, ReadOnlySpan<byte> name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var found) ? found : default;

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private static RpcProblem Invalid(RpcMessage message, string words) => new(RpcProblem.InvalidParams, words, message.IdJson);
}
