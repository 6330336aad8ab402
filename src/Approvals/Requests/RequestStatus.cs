namespace Approvals.Requests;

/// <summary>Where an <see cref="ApprovalRequest"/> stands. Everything but <see cref="Pending"/> is resolved and never changes again.</summary>
public enum RequestStatus
{
    /// <summary>It waits for decisions.</summary>
    Pending,

    /// <summary>The quorum agreed. Whether it ran is told by its <see cref="Outcome"/>.</summary>
    Approved,

    /// <summary>One reviewer said no.</summary>
    Denied,

    /// <summary>Nobody answered in time.</summary>
    Expired,

    /// <summary>Its owner called it back before a decision.</summary>
    Withdrawn,
}

/// <summary>What came of an approved request. Null until it is known.</summary>
public enum Outcome
{
    /// <summary>The upstream answered with a result.</summary>
    Completed,

    /// <summary>The upstream answered with an error, or it is proven that the call was never sent.</summary>
    Failed,

    /// <summary>It may have run: the connection or this process broke before an answer. Never retried by itself.</summary>
    Unknown,

    /// <summary>Nobody came back for it while it was claimable; it did not run.</summary>
    Lapsed,

    /// <summary>The right to release it was gone when it was claimed; it did not run.</summary>
    Refused,
}

/// <summary>What a reviewer says.</summary>
public enum Choice
{
    /// <summary>Run it.</summary>
    Approve,

    /// <summary>Do not run it.</summary>
    Deny,
}

/// <summary>One reviewer's recorded answer.</summary>
/// <param name="Reviewer">The person's id.</param>
/// <param name="Choice">What they said.</param>
/// <param name="Reason">Their words, or null.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Via">The door they came by: <c>web</c>, <c>api</c> or <c>hub</c>.</param>
public sealed record Decision(string Reviewer, Choice Choice, string? Reason, DateTimeOffset At, string Via)
{
    /// <summary>Rises from one decision to the next, whatever the clocks say; 0 until it is stored.</summary>
    internal long Sequence { get; private set; }

    /// <summary>Whether this approval counts for equal calls, too, for as long as the terms say.</summary>
    public bool Remember { get; init; }

    /// <summary>The panels of the terms that this person spoke for, by their places from 0, with blanks between.</summary>
    public string Panels { get; init; } = "0";
}
