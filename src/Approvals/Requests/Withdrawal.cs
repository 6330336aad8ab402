namespace Approvals.Requests;

/// <summary>Who called a request back, before anybody decided or before what was approved ran.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Via">The door they came by, as in <see cref="Decision"/>.</param>
public sealed record Withdrawal(string Person, string? Reason, DateTimeOffset At, string Via);

/// <summary>What <see cref="ApprovalRequest.Withdraw(Reviewer, string?, string, DateTimeOffset, TimeSpan)"/> says. Only the first case changes the request.</summary>
public abstract record WithdrawalAnswer
{
    private WithdrawalAnswer()
    {
    }

    /// <summary>It never runs.</summary>
    public sealed record Recorded : WithdrawalAnswer;

    /// <summary>Somebody called it back before.</summary>
    public sealed record AlreadyWithdrawn(Withdrawal Earlier) : WithdrawalAnswer;

    /// <summary>There is nothing to call back: it has ended, or it was handed to its upstream.</summary>
    public sealed record TooLate(RequestStatus Status, DateTimeOffset? ReleasedAt) : WithdrawalAnswer;

    /// <summary>Whoever takes back what others approved says why.</summary>
    public sealed record ReasonRequired : WithdrawalAnswer;

    /// <summary>This person may see it but not call it back; <paramref name="Why"/> is a sentence for them.</summary>
    public sealed record NotAllowed(string Why) : WithdrawalAnswer;
}
