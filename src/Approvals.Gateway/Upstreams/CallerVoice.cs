using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Approvals.Gateway.Upstreams;

/// <summary>How to speak to an upstream as the present caller would: the same era, the same session, the same declared capabilities.</summary>
/// <param name="ProtocolVersion">The protocol version of the caller's header, or null.</param>
/// <param name="SessionId">The upstream's own session id, or null.</param>
/// <param name="IsModern">Whether this is 2026-07-28 or later.</param>
/// <param name="Meta">The caller's <c>_meta</c>, or Undefined.</param>
internal sealed record CallerVoice(string? ProtocolVersion, string? SessionId, bool IsModern, JsonElement Meta)
{
    private const string ProtocolMeta = "io.modelcontextprotocol/";
    private const string CallMethod = "tools/call";

    /// <summary>What the gateway's own calls are called.</summary>
    public static readonly string CallId = IdOf(CallMethod);

    /// <summary>The same for longer than the caller's message is kept.</summary>
    public CallerVoice Lasting() => Meta.ValueKind == JsonValueKind.Undefined ? this : this with { Meta = Meta.Clone() };

    /// <summary>A request of the gateway's own for a list, for example <c>tools/list</c>.</summary>
    public UpstreamMessage Ask(string method, string? cursor) => Message(method, name: null, IdOf(method), writer =>
    {
        if (cursor is not null)
        {
            writer.WriteString("cursor"u8, cursor);
        }
    });

    /// <summary>A call of the gateway's own, with the id that <see cref="CallId"/> tells.</summary>
    public UpstreamMessage Call(string tool, string? argumentsJson) => Message(CallMethod, tool, CallId, writer =>
    {
        writer.WriteString("name"u8, tool);
        if (argumentsJson is not null)
        {
            writer.WritePropertyName("arguments"u8);
            writer.WriteRawValue(argumentsJson);
        }
    });

    /// <summary>The answer of somebody who gives no more input.</summary>
    /// <param name="idJson">The raw JSON text of the id of what the upstream asked.</param>
    public UpstreamMessage Decline(string idJson) =>
        new(HttpMethod.Post, Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":{{{idJson}}},"result":{"action":"decline"}}""")) { ProtocolVersion = ProtocolVersion, SessionId = SessionId };

    private static string IdOf(string method) => $"approvals-{method}";

    private UpstreamMessage Message(string method, string? name, string id, Action<Utf8JsonWriter> writeParams)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteString("id"u8, id);
            writer.WriteString("method"u8, method);
            writer.WriteStartObject("params"u8);
            writeParams(writer);
            WriteMeta(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new UpstreamMessage(HttpMethod.Post, body.WrittenMemory)
        {
            ProtocolVersion = ProtocolVersion,
            SessionId = SessionId,
            Mirrored = IsModern ? new MirroredHeaders(method, name, []) : null,
        };
    }

    private void WriteMeta(Utf8JsonWriter writer)
    {
        if (Meta.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        writer.WriteStartObject("_meta"u8);
        foreach (var member in Meta.EnumerateObject().Where(member => member.Name.StartsWith(ProtocolMeta, StringComparison.Ordinal)))
        {
            writer.WritePropertyName(member.Name);
            writer.WriteRawValue(member.Value.GetRawText());
        }

        writer.WriteEndObject();
    }
}
