using Approvals.Policies;

namespace Approvals.Requests;

/// <content>What becomes of it once it is approved: the latch, what came of the call, and who heard of it.</content>
public sealed partial class ApprovalRequest
{
    /// <summary>
    /// Closes the one-way latch, if this is an approved call that was never released, is still claimable, and was approved by
    /// people who may still decide, enough of them for its own terms and for those of the present policy.
    /// </summary>
    public ReleaseAnswer Release(Terms present, Func<string, Reviewer?> people, DateTimeOffset now)
    {
        if (Lapse(now))
        {
            return new ReleaseAnswer.Lapsed();
        }

        if (Status != RequestStatus.Approved || ReleasedAt is not null || Outcome is not null)
        {
            return new ReleaseAnswer.NotReleasable(Status, Outcome);
        }

        if (Content != ContentState.Whole)
        {
            return new ReleaseAnswer.Unsafe(Content);
        }

        if (!this.IsStillApproved(present, people))
        {
            return new ReleaseAnswer.Revoked();
        }

        ReleasedAt = now;
        Version++;
        return new ReleaseAnswer.Released();
    }

    /// <summary>Ends an approved request that nobody came for. Returns whether it did.</summary>
    public bool Lapse(DateTimeOffset now) =>
        Status == RequestStatus.Approved && ReleasedAt is null && now >= ClaimableUntil && End(Requests.Outcome.Lapsed, null, now);

    /// <summary>Ends an approved request whose right to run is gone. Returns whether it was still unreleased.</summary>
    public bool Refuse(string? answerJson, DateTimeOffset now) =>
        Status == RequestStatus.Approved && ReleasedAt is null && Content != ContentState.Altered && End(Requests.Outcome.Refused, answerJson, now);

    /// <summary>Whether it can still be called back: it waits for a decision, was approved and has not run, or is remembered for equal calls.</summary>
    public bool IsWithdrawable(DateTimeOffset now) => Status switch
    {
        RequestStatus.Pending => now < ExpiresAt,
        RequestStatus.Approved => IsUnreleased(now) || now < this.RememberedUntil(),
        _ => false,
    };

    /// <summary>Calls it back: a pending request is withdrawn, what was approved keeps its status and does not run, and what is remembered is not any more.</summary>
    public WithdrawalAnswer Withdraw(Reviewer by, string? reason, string via, DateTimeOffset now, TimeSpan claim)
    {
        if (Withdrawal is { } earlier)
        {
            return new WithdrawalAnswer.AlreadyWithdrawn(earlier);
        }

        if (this.WhyNotWithdraw(by) is { } why)
        {
            return new WithdrawalAnswer.NotAllowed(why);
        }

        if (!IsWithdrawable(now))
        {
            return new WithdrawalAnswer.TooLate(Status, ReleasedAt);
        }

        if (string.IsNullOrWhiteSpace(reason) && !by.Is(Asked.Owner))
        {
            return new WithdrawalAnswer.ReasonRequired();
        }

        Withdrawal = new Withdrawal(by.Id, string.IsNullOrWhiteSpace(reason) ? null : reason, now, via);
        Version++;
        if (Status == RequestStatus.Pending)
        {
            Resolve(RequestStatus.Withdrawn, now, claim);
        }
        else if (IsUnreleased(now))
        {
            End(Requests.Outcome.Refused, null, now);
        }

        return new WithdrawalAnswer.Recorded();
    }

    private bool IsUnreleased(DateTimeOffset now) => ReleasedAt is null && Outcome is null && now < ClaimableUntil;

    /// <summary>Says what came of a released call. Returns false if that was said before or it was never released.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is one of a call that did not run.</exception>
    public bool Complete(Outcome outcome, string? answerJson, DateTimeOffset now) =>
        outcome is Requests.Outcome.Lapsed or Requests.Outcome.Refused
            ? throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A released call completed, failed, or nobody knows.")
            : ReleasedAt is not null && Content != ContentState.Altered && End(outcome, answerJson, now);

    /// <summary>Records what a reviewer found out about an unknown outcome. The first word stands; an equal call of what did not run asks anew.</summary>
    public SettlementAnswer Settle(Reviewer by, Finding finding, string reason, string via, DateTimeOffset now)
    {
        if (this.WhyNotSettle(by) is { } why)
        {
            return new SettlementAnswer.NotAllowed(why);
        }

        if (Outcome != Requests.Outcome.Unknown)
        {
            return new SettlementAnswer.NotUnknown(Outcome);
        }

        if (Settlement is { } earlier)
        {
            return earlier.Reviewer == by.Id && earlier.Finding == finding ? new SettlementAnswer.AlreadyRecorded() : new SettlementAnswer.AlreadySettled(earlier);
        }

        Settlement = new Settlement(by.Id, finding, reason, now, via);
        Version++;
        return new SettlementAnswer.Recorded();
    }

    /// <summary>Notes that a caller got the answer. Returns false if one did before, and while there is none.</summary>
    public bool Deliver(DateTimeOffset now)
    {
        if (DeliveredAt is not null || !HasAnswer || Content == ContentState.Altered)
        {
            return false;
        }

        DeliveredAt = now;
        Version++;
        return true;
    }

    internal bool HasAnswer => Status == RequestStatus.Approved ? Outcome is not null : Status != RequestStatus.Pending;

    private bool End(Outcome outcome, string? answerJson, DateTimeOffset now)
    {
        if (Outcome is not null)
        {
            return false;
        }

        Outcome = outcome;
        AnswerJson = ErasedAt is null ? answerJson : null;
        EndedAt = now;
        Version++;
        return true;
    }
}
