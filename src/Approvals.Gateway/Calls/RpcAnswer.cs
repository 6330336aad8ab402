using System.Text.Json;
using Approvals.Calls;

namespace Approvals.Gateway.Calls;

/// <summary>What a message is to the request on whose stream it came.</summary>
internal enum RpcRole
{
    /// <summary>A request or notification of the upstream's own.</summary>
    Notice,

    /// <summary>The answer: a result.</summary>
    Result,

    /// <summary>The answer: an error.</summary>
    Error,

    /// <summary>An answer to something else, or no message at all. It belongs to nobody here.</summary>
    Astray,
}

/// <summary>Tells an upstream's answer to a call from everything else that it may say on the same stream.</summary>
internal static class RpcAnswer
{
    /// <summary>What this message is to the request with this id. A refused request may be answered with the id null, but only with an error.</summary>
    public static RpcRole RoleOf(ReadOnlyMemory<byte> message, string idJson)
    {
        using var document = StrictJson.Parse(message, out _);
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } root } || !IsRpc(root))
        {
            return RpcRole.Astray;
        }

        var isResult = root.TryGetProperty("result"u8, out _);
        var isError = root.TryGetProperty("error"u8, out var error);
        if (root.TryGetProperty("method"u8, out _))
        {
            return isResult || isError ? RpcRole.Astray : RpcRole.Notice;
        }

        return isResult != isError && (isResult || error.ValueKind == JsonValueKind.Object) && Answers(root, idJson, isError) ? (isResult ? RpcRole.Result : RpcRole.Error) : RpcRole.Astray;
    }

    /// <summary>The raw JSON text of the id, if this is an upstream's request for more input by the agent's user; else null.</summary>
    public static string? AsksForInput(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        return root.TryGetProperty("method"u8, out var method) && method.ValueKind == JsonValueKind.String && method.ValueEquals("elicitation/create"u8)
            && root.TryGetProperty("id"u8, out var id)
            ? id.GetRawText()
            : null;
    }

    /// <summary>The part of an answer that does not depend on who asked: <c>{"result":…}</c> or <c>{"error":…}</c>.</summary>
    public static string WithoutId(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        return root.TryGetProperty("result"u8, out var result)
            ? $"{{\"result\":{result.GetRawText()}}}"
            : $"{{\"error\":{root.GetProperty("error"u8).GetRawText()}}}";
    }

    // Without it, it may be any server's words, such as a proxy's {"error":"bad gateway"}.
    private static bool IsRpc(JsonElement root) =>
        root.TryGetProperty("jsonrpc"u8, out var version) && version.ValueKind == JsonValueKind.String && version.ValueEquals("2.0"u8);

    private static bool Answers(JsonElement root, string idJson, bool isError)
    {
        if (!root.TryGetProperty("id"u8, out var id) || id.ValueKind == JsonValueKind.Null)
        {
            return isError;
        }

        using var wanted = JsonDocument.Parse(idJson);
        return JsonElement.DeepEquals(id, wanted.RootElement);
    }
}
