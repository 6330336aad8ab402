namespace Approvals.Requests;

/// <summary>What a person found out about a call whose outcome was unknown.</summary>
public enum Finding
{
    /// <summary>It had run.</summary>
    Ran,

    /// <summary>It had not run.</summary>
    DidNotRun,
}

/// <summary>One person's word on an unknown outcome. The outcome stays unknown in the record: nobody saw it end.</summary>
/// <param name="Reviewer">The person's id.</param>
/// <param name="Finding">What they found.</param>
/// <param name="Reason">How they know; never empty.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Via">The door they came by, as in <see cref="Decision"/>.</param>
public sealed record Settlement(string Reviewer, Finding Finding, string Reason, DateTimeOffset At, string Via);

/// <summary>What <see cref="ApprovalRequest.Settle"/> says. Only the first case changes the request.</summary>
public abstract record SettlementAnswer
{
    private SettlementAnswer()
    {
    }

    /// <summary>It is on record now.</summary>
    public sealed record Recorded : SettlementAnswer;

    /// <summary>The same person said the same before.</summary>
    public sealed record AlreadyRecorded : SettlementAnswer;

    /// <summary>Somebody said before what came of it, and that stands.</summary>
    public sealed record AlreadySettled(Settlement Earlier) : SettlementAnswer;

    /// <summary>There is nothing to settle: the outcome is known or still open, or it never ran.</summary>
    public sealed record NotUnknown(Outcome? Outcome) : SettlementAnswer;

    /// <summary>This person may see it but not settle it; <paramref name="Why"/> is a sentence for them.</summary>
    public sealed record NotAllowed(string Why) : SettlementAnswer;
}
