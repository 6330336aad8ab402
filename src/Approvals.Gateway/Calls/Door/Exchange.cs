using System.Text.Json;
using Approvals.Calls;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Policies.Limits;
using Approvals.Gateway.Upstreams;
using Approvals.Gateway.Upstreams.Wire;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.Extensions.Primitives;

namespace Approvals.Gateway.Calls.Door;

/// <summary>One POST of an agent: who, to which upstream, under which policy, and what it says. Its bytes live as long as the request.</summary>
/// <param name="Http">The request and its response.</param>
/// <param name="Grant">Whose token it carries.</param>
/// <param name="Upstream">Where it wants to go.</param>
/// <param name="Policy">What judges it.</param>
/// <param name="Session">The upstream session that its handle stands for, or null.</param>
/// <param name="Message">The one message in its body.</param>
/// <param name="ProtocolVersion">The protocol version of its header, or null.</param>
internal sealed record Exchange(HttpContext Http, Grant Grant, Upstream Upstream, Policy Policy, Session? Session, RpcMessage Message, string? ProtocolVersion)
{
    /// <summary>Whether this is 2026-07-28 or later: no sessions, and closing the stream cancels.</summary>
    public bool IsModern => Era.IsModern(ProtocolVersion);

    /// <summary>The client's name: of this message where it says one, else of the start of its session.</summary>
    public string? ClientName => Message.ClientName ?? Session?.ClientName;

    public string? ClientVersion => Message.ClientVersion ?? Session?.ClientVersion;

    public Caller Caller => new(Grant.Name, Grant.Owner, Grant.Principal);

    /// <summary>Whose limits its uses count in.</summary>
    public Payer Payer => new(Grant.Name, Upstream.Name, Session?.Id);

    public CallerVoice Voice => new(ProtocolVersion, Session?.Id, IsModern, Message.Meta);

    /// <summary>The raw JSON text of the token under which the caller wants to hear of progress, or null.</summary>
    public string? ProgressTokenJson =>
        Message.Meta.ValueKind == JsonValueKind.Object
        && Message.Meta.TryGetProperty("progressToken"u8, out var token)
        && token.ValueKind is JsonValueKind.String or JsonValueKind.Number
            ? token.GetRawText()
            : null;

    /// <summary>The message for the upstream with the body that came, or with that of what was approved.</summary>
    public UpstreamMessage Forward(ReadOnlyMemory<byte> body, Action? onSent = null, ApprovalRequest? approved = null) => new(HttpMethod.Post, body)
    {
        Accept = Http.Request.Headers.Accept.ToString() is { Length: > 0 } accept ? accept : null,
        ProtocolVersion = ProtocolVersion,
        SessionId = Session?.Id,
        Mirrored = IsModern && Message.Method is { } method ? Mirror(method, approved) : null,
        OnSent = onSent,
    };

    // Of a narrowed call, and of one that is waited for by its id, the caller's headers say something else.
    private MirroredHeaders Mirror(string method, ApprovalRequest? approved) => approved is null || (approved.Asked.Tool == Message.Name && approved.NarrowedFrom is null)
        ? new MirroredHeaders(method, Message.Name, CallersParams())
        : new MirroredHeaders(method, approved.Asked.Tool, ParamHeaders.Of(approved.Asked.DefinitionJson, approved.Asked.ArgumentsJson));

    private List<KeyValuePair<string, StringValues>> CallersParams() =>
        [.. Http.Request.Headers.Where(header => header.Key.StartsWith("Mcp-Param-", StringComparison.OrdinalIgnoreCase))];
}
