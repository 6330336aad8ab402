namespace Approvals.Requests;

/// <summary>What <see cref="ApprovalRequest.Decide"/> says. Every case but the first two leaves the request as it was.</summary>
public abstract record DecisionAnswer
{
    private DecisionAnswer()
    {
    }

    /// <summary>The decision counts. The request may still be pending, short of its quorum.</summary>
    public sealed record Recorded : DecisionAnswer;

    /// <summary>The time was up: the request is expired now, if it was not before.</summary>
    public sealed record TooLate(DateTimeOffset ExpiredAt) : DecisionAnswer;

    /// <summary>The same person said the same before.</summary>
    public sealed record AlreadyRecorded : DecisionAnswer;

    /// <summary>The same person said the opposite before.</summary>
    public sealed record Contradicts(Decision Earlier) : DecisionAnswer;

    /// <summary>Somebody else was first. <paramref name="Deciding"/> is null when it was withdrawn.</summary>
    public sealed record AlreadyResolved(RequestStatus Status, Decision? Deciding, DateTimeOffset At) : DecisionAnswer;

    /// <summary>This person may see it but not decide it; <paramref name="Why"/> is a sentence for them.</summary>
    public sealed record NotAllowed(string Why) : DecisionAnswer;

    /// <summary>The fingerprint is not of this request: they looked at something else.</summary>
    public sealed record WrongFingerprint : DecisionAnswer;

    /// <summary>The terms want a reason, and there is none.</summary>
    public sealed record ReasonRequired : DecisionAnswer;
}

/// <summary>What <see cref="ApprovalRequest.Release"/> says.</summary>
public abstract record ReleaseAnswer
{
    private ReleaseAnswer()
    {
    }

    /// <summary>The latch closed behind this caller: it may forward, and nobody else ever.</summary>
    public sealed record Released : ReleaseAnswer;

    /// <summary>The latch was closed before, or there is nothing to release.</summary>
    public sealed record NotReleasable(RequestStatus Status, Outcome? Outcome) : ReleaseAnswer;

    /// <summary>Those who approved it may not any more, or the present policy wants others. The request is as it was.</summary>
    public sealed record Revoked : ReleaseAnswer;

    /// <summary>What would be sent cannot be read, or its record was changed from outside. The request is as it was.</summary>
    public sealed record Unsafe(ContentState Why) : ReleaseAnswer;

    /// <summary>It was approved, but nobody came for it in time; it has lapsed.</summary>
    public sealed record Lapsed : ReleaseAnswer;
}
