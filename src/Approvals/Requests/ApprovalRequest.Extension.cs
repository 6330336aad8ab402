namespace Approvals.Requests;

/// <content>More time for those who decide.</content>
public sealed partial class ApprovalRequest
{
    /// <summary>How often a request can be extended.</summary>
    public const int MostExtensions = 10;

    /// <summary>The longest that a request waits by being extended, from its creation.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    /// <summary>
    /// How often it was extended. Each time adds its own length, so the expiry itself tells: nothing more is stored, and the seals of
    /// earlier records hold.
    /// </summary>
    public int Extensions => (int)(((ExpiresAt - CreatedAt).Ticks - 1) / Math.Max(1, Terms.Expires.Ticks));

    /// <summary>When it would expire if it were extended now; null if it cannot be.</summary>
    public DateTimeOffset? NextExpiry
    {
        get
        {
            var (next, last) = (ExpiresAt + Terms.Expires, CreatedAt + LongestWait);
            var wanted = next < last ? next : last;
            return Status == RequestStatus.Pending && Extensions < MostExtensions && wanted > ExpiresAt ? wanted : null;
        }
    }

    /// <summary>Adds the request's own length to its time, for somebody who may decide it and needs longer.</summary>
    /// <param name="by">Who wants to.</param>
    /// <param name="via">The door they came by, as in <see cref="Decision"/>.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="claim">How long the answer of a request that turns out to have expired can be fetched.</param>
    public ExtensionAnswer Extend(Reviewer by, string via, DateTimeOffset now, TimeSpan claim)
    {
        if (this.WhyNot(by, via) is { } why)
        {
            return new ExtensionAnswer.NotAllowed(why);
        }

        Expire(now, claim);
        if (Status == RequestStatus.Expired)
        {
            return new ExtensionAnswer.TooLate(ExpiresAt);
        }

        if (Status != RequestStatus.Pending)
        {
            return new ExtensionAnswer.AlreadyResolved(Status, Deciding, ResolvedAt!.Value);
        }

        if (NextExpiry is not { } next)
        {
            return new ExtensionAnswer.NoMore(ExpiresAt);
        }

        ExpiresAt = next;
        PlanReminder();
        Version++;
        return new ExtensionAnswer.Extended(next);
    }
}

/// <summary>What <see cref="ApprovalRequest.Extend"/> says. Only the first case changes the request.</summary>
public abstract record ExtensionAnswer
{
    private ExtensionAnswer()
    {
    }

    /// <summary>There is more time now.</summary>
    public sealed record Extended(DateTimeOffset ExpiresAt) : ExtensionAnswer;

    /// <summary>There is no more to be had: it was extended often enough, or would wait for too long.</summary>
    public sealed record NoMore(DateTimeOffset ExpiresAt) : ExtensionAnswer;

    /// <summary>The time was up: the request is expired now, if it was not before.</summary>
    public sealed record TooLate(DateTimeOffset ExpiredAt) : ExtensionAnswer;

    /// <summary>It no longer waits. <paramref name="Deciding"/> is null when it was withdrawn.</summary>
    public sealed record AlreadyResolved(RequestStatus Status, Decision? Deciding, DateTimeOffset At) : ExtensionAnswer;

    /// <summary>This person may see it but not decide it, nor how long it waits; <paramref name="Why"/> is a sentence for them.</summary>
    public sealed record NotAllowed(string Why) : ExtensionAnswer;
}
