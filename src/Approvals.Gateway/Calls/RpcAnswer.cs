using System.Text.Json;
using Approvals.Calls;

namespace Approvals.Gateway.Calls;

/// <summary>Tells an upstream's answer to a call from everything else that it may say on the same stream.</summary>
internal static class RpcAnswer
{
    /// <summary>
    /// Whether this message answers the request with this id, and whether by a result. A refused request may be answered with the id null,
    /// but only with an error.
    /// </summary>
    public static bool Is(ReadOnlyMemory<byte> message, string idJson, out bool isResult)
    {
        isResult = false;
        using var document = StrictJson.Parse(message, out _);
        if (document is not { RootElement: { ValueKind: JsonValueKind.Object } root } || root.TryGetProperty("method"u8, out _))
        {
            return false;
        }

        isResult = root.TryGetProperty("result"u8, out _);
        if (isResult == root.TryGetProperty("error"u8, out _))
        {
            return false;
        }

        if (!root.TryGetProperty("id"u8, out var id) || id.ValueKind == JsonValueKind.Null)
        {
            return !isResult;
        }

        using var wanted = JsonDocument.Parse(idJson);
        return JsonElement.DeepEquals(id, wanted.RootElement);
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
}
