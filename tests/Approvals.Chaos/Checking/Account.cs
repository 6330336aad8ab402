namespace Approvals.Chaos.Checking;

/// <summary>Everything that is known of a run when it is over.</summary>
/// <param name="Happenings">What happened, in order.</param>
/// <param name="Listed">What the API lists at the end.</param>
/// <param name="AuditProblem">What <c>approvals audit verify</c> found, or null if the chain is whole.</param>
internal sealed record Account(IReadOnlyList<Happening> Happenings, IReadOnlyList<ListedRequest> Listed, string? AuditProblem = null);

/// <summary>A request as the API lists it at the end.</summary>
internal sealed record ListedRequest(string Id, string Key, string Status, string? Outcome, DateTimeOffset? ReleasedAt, IReadOnlyList<ListedDecision> Decisions)
{
    public bool IsApproved => Status == "approved";

    public override string ToString() => $"{Id} {Status}, {(ReleasedAt is null ? "not released" : "released")}, outcome {Outcome ?? "none"}";
}

internal sealed record ListedDecision(string Reviewer, string Choice);

/// <summary>Something that must never be.</summary>
internal sealed record Fault(FaultKind Kind, string Key, string Why)
{
    public override string ToString() => $"{Kind}: {Key}: {Why}";
}

internal enum FaultKind
{
    /// <summary>A call, a decision or an answer came to nothing.</summary>
    Lost,

    /// <summary>Something ran twice, or people were asked twice.</summary>
    Doubled,

    /// <summary>Something ran without the right to, or an answer contradicts what was decided or done.</summary>
    Unjustified,

    /// <summary>An unknown outcome that was not shown as one, or that nothing explains.</summary>
    BadlyUnknown,

    /// <summary>The audit is not what was written.</summary>
    AuditBroken,
}
