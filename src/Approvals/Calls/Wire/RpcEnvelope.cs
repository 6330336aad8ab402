using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Approvals.Calls.Wire;

/// <summary>The checked outer members of a JSON-RPC message.</summary>
internal sealed record RpcEnvelope(RpcKind Kind, string? Method, string? IdJson, JsonElement Params, JsonElement Meta)
{
    private const int MaxMethodLength = 128;

    private static readonly SearchValues<char> MethodCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/$.-");

    public static RpcEnvelope? Read(JsonElement root, out RpcProblem? problem)
    {
        problem = NotOneObject(root) ?? Imitation(root, ReservedNames.OfEnvelope) ?? BadId(root);
        if (problem is not null)
        {
            return null;
        }

        var idJson = root.TryGetProperty("id", out var id) ? id.GetRawText() : null;
        problem = BadVersion(root) ?? BadMembers(root) ?? BadParams(root);
        if (problem is not null)
        {
            problem = problem with { IdJson = idJson };
            return null;
        }

        var method = Member(root, "method") is { ValueKind: JsonValueKind.String } named ? named.GetString() : null;
        var kind = method is null ? RpcKind.Response : idJson is null ? RpcKind.Notification : RpcKind.Request;
        var @params = Object(root, "params");
        return new RpcEnvelope(kind, method, idJson, @params, Object(@params, "_meta"));
    }

    /// <summary>The member's value, or Undefined when the element is no object or has no such member.</summary>
    public static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static JsonElement Object(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Object } value ? value : default;

    private static RpcProblem Refuse(string words) => new(RpcProblem.InvalidRequest, words);

    private static RpcProblem? NotOneObject(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Object => null,
        JsonValueKind.Array => Refuse("batches are refused. Send one JSON-RPC message a request."),
        _ => Refuse("A JSON-RPC message is a JSON object."),
    };

    private static RpcProblem? Imitation(JsonElement element, ReservedNames names) =>
        names.ImitatedIn(element) is { } reserved
            ? Refuse($"A member's name differs from the reserved \"{reserved}\" only by case. Write it exactly so, or choose another name.")
            : null;

    private static RpcProblem? BadId(JsonElement root)
    {
        if (!root.TryGetProperty("id", out var id))
        {
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(id);
        var sound = id.ValueKind switch
        {
            JsonValueKind.String => true,
            JsonValueKind.Number => raw.IndexOfAny(".eE"u8) < 0,
            _ => false,
        };
        return sound && raw.Length <= RpcMessage.MaxIdBytes
            ? null
            : Refuse($"\"id\" must be a string or an integer of at most {RpcMessage.MaxIdBytes} bytes; a notification has none.");
    }

    private static RpcProblem? BadVersion(JsonElement root) =>
        Member(root, "jsonrpc") is { ValueKind: JsonValueKind.String } version && version.ValueEquals("2.0"u8)
            ? null
            : Refuse("\"jsonrpc\" must be \"2.0\".");

    private static RpcProblem? BadMembers(JsonElement root)
    {
        var answers = (root.TryGetProperty("result", out _) ? 1 : 0) + (root.TryGetProperty("error", out _) ? 1 : 0);
        if (root.TryGetProperty("method", out var method))
        {
            return BadMethod(method)
                ?? (answers > 0 ? Refuse("A message with a \"method\" has no \"result\" and no \"error\".") : null);
        }

        return answers == 1 && root.TryGetProperty("id", out _)
            ? null
            : Refuse("A message needs a \"method\" (request, notification), or an \"id\" and one of \"result\" and \"error\" (response).");
    }

    private static RpcProblem? BadMethod(JsonElement method) =>
        method.ValueKind is JsonValueKind.String
        && method.GetString() is { Length: > 0 and <= MaxMethodLength } name
        && !name.AsSpan().ContainsAnyExcept(MethodCharacters)
            ? null
            : Refuse($"\"method\" must be a string of 1 to {MaxMethodLength} letters, digits and _ / $ . - characters.");

    private static RpcProblem? BadParams(JsonElement root)
    {
        // Some clients write null for no params; there is only one way to read that.
        if (Member(root, "params") is not { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } @params)
        {
            return null;
        }

        if (@params.ValueKind is not JsonValueKind.Object)
        {
            return new RpcProblem(RpcProblem.InvalidParams, "\"params\" must be an object.");
        }

        return Imitation(@params, ReservedNames.OfParams) ?? BadMeta(@params);
    }

    private static RpcProblem? BadMeta(JsonElement @params) => Member(@params, "_meta") switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Object } meta => Imitation(meta, ReservedNames.OfMeta),
        _ => new RpcProblem(RpcProblem.InvalidParams, "\"_meta\" must be an object."),
    };
}
