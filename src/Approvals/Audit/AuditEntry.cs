namespace Approvals.Audit;

/// <summary>What one row of the audit says. Its place in the chain is its sequence, not its time: clocks can be set back.</summary>
/// <param name="Sequence">1 for the first row, and one more for each that follows.</param>
/// <param name="AtMilliseconds">When it happened, in milliseconds since 1970 UTC.</param>
/// <param name="Kind">What happened, for example <c>request.opened</c>.</param>
/// <param name="RequestId">The request that it happened to, or null for a call without one.</param>
/// <param name="Actor">Who did it: a person's id, a grant's name, or <c>gateway</c>.</param>
/// <param name="DetailJson">What else an auditor needs, a JSON object's text.</param>
/// <param name="Seal">The seal of the request as this change left it, or null for a call without one.</param>
public sealed record AuditEntry(long Sequence, long AtMilliseconds, string Kind, string? RequestId, string Actor, string DetailJson, string? Seal);

/// <summary>A row as it is stored: what it says, and the hash that ties it to every row before it.</summary>
public sealed record AuditLink(AuditEntry Entry, string Hash);

/// <summary>The end of the chain. Whoever keeps a copy of it elsewhere can tell later whether anything up to it was changed or cut off.</summary>
/// <param name="Sequence">The last row; 0 if there is none.</param>
/// <param name="Hash">Its hash, 64 lower-case hex digits.</param>
public readonly record struct AuditHead(long Sequence, string Hash)
{
    /// <summary>The head of an audit without rows.</summary>
    public static AuditHead None { get; } = new(0, new string('0', 64));
}
