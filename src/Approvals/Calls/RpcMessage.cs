using System.Text.Json;
using Approvals.Calls.Wire;

namespace Approvals.Calls;

/// <summary>One strictly parsed JSON-RPC message. It reads from the bytes it was given until it is disposed.</summary>
public sealed class RpcMessage : IDisposable
{
    /// <summary>The longest id, in bytes of its raw JSON text.</summary>
    public const int MaxIdBytes = 256;

    /// <summary>The most that is kept of a client's claimed name and version, in UTF-16 code units.</summary>
    public const int MaxClientLength = 256;

    private readonly JsonDocument document;
    private readonly RpcEnvelope envelope;

    private RpcMessage(ReadOnlyMemory<byte> bytes, JsonDocument document, RpcEnvelope envelope)
    {
        Bytes = bytes;
        this.document = document;
        this.envelope = envelope;
    }

    /// <summary>The message as it came.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What the message is.</summary>
    public RpcKind Kind => envelope.Kind;

    /// <summary>The method, well-formed but perhaps unknown; null for a response.</summary>
    public string? Method => envelope.Method;

    /// <summary>The id's raw JSON text (<c>7</c>, <c>"a"</c>); null for a notification.</summary>
    public string? IdJson => envelope.IdJson;

    /// <summary>The params, an object; Undefined when they are absent or null.</summary>
    public JsonElement Params => envelope.Params;

    /// <summary><c>params._meta</c>, an object; Undefined when absent.</summary>
    public JsonElement Meta => envelope.Meta;

    /// <summary>The revision that a 2026-07-28 or newer message names in its <c>_meta</c>; otherwise null.</summary>
    public string? ProtocolVersion => Text(Meta, ReservedNames.ProtocolPrefix + "protocolVersion");

    /// <summary>The client's name as it claims it, at most <see cref="MaxClientLength"/> long: unproven, and not safe to show as it is.</summary>
    public string? ClientName => Bounded(Text(Client, "name"));

    /// <summary>The client's version as it claims it, at most <see cref="MaxClientLength"/> long: unproven, and not safe to show as it is.</summary>
    public string? ClientVersion => Bounded(Text(Client, "version"));

    /// <summary>What the <c>Mcp-Name</c> header must equal; null where the method has no such header or the member is no string.</summary>
    /// <seealso href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports"/>
    public string? Name => Method switch
    {
        "tools/call" or "prompts/get" => Text(Params, "name"),
        "resources/read" => Text(Params, "uri"),
        { } method when method.StartsWith("tasks/", StringComparison.Ordinal) => Text(Params, "taskId"),
        _ => null,
    };

    private JsonElement Client => Method is "initialize"
        ? RpcEnvelope.Member(Params, "clientInfo")
        : RpcEnvelope.Member(Meta, ReservedNames.ProtocolPrefix + "clientInfo");

    /// <summary>Parses one message, once; what could be read in two ways is refused.</summary>
    /// <param name="utf8">The body. It is not copied: keep it as it is until the message is disposed.</param>
    /// <param name="problem">Why it is refused, when the answer is null.</param>
    public static RpcMessage? Parse(ReadOnlyMemory<byte> utf8, out RpcProblem? problem)
    {
        var document = StrictJson.Read(utf8, out var fault);
        if (document is null)
        {
            problem = new RpcProblem(fault is JsonFault.Unsafe ? RpcProblem.InvalidRequest : RpcProblem.ParseError, fault!.Words);
            return null;
        }

        if (RpcEnvelope.Read(document.RootElement, out problem) is { } envelope)
        {
            return new RpcMessage(utf8, document, envelope);
        }

        document.Dispose();
        return null;
    }

    /// <summary>Gives back the parser's memory; <see cref="Params"/> and <see cref="Meta"/> cannot be read afterwards.</summary>
    public void Dispose() => document.Dispose();

    private static string? Text(JsonElement element, string name) =>
        RpcEnvelope.Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static string? Bounded(string? text)
    {
        if (text is null || text.Length <= MaxClientLength)
        {
            return text;
        }

        return char.IsHighSurrogate(text[MaxClientLength - 1]) ? text[..(MaxClientLength - 1)] : text[..MaxClientLength];
    }
}
