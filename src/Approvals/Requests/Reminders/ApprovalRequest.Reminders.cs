namespace Approvals.Requests;

/// <content>People are reminded of what waits: at half of its time, when those whom the policy escalates to are told, too, and shortly before its end.</content>
public sealed partial class ApprovalRequest
{
    /// <summary>What waits for less than this is over before a reminder helps anybody.</summary>
    public static readonly TimeSpan ShortestReminded = TimeSpan.FromMinutes(2);

    private const double First = 0.5;
    private const double Last = 0.9;

    /// <summary>When people were first reminded, or null.</summary>
    public DateTimeOffset? FirstReminder { get; private set; }
    /// <summary>When they were reminded that it is about to expire, or null.</summary>
    public DateTimeOffset? LastReminder { get; private set; }
    /// <summary>When they are to be reminded next; null if they are not any more.</summary>
    public DateTimeOffset? RemindAt { get; private set; }

    /// <summary>Whether those are told, too, who are only told of what the others leave undecided.</summary>
    public bool IsEscalated => FirstReminder is not null && Terms.Escalate is not null;

    /// <summary>Reminds people of a pending request, if it is time. Returns whether it was.</summary>
    public bool Remind(DateTimeOffset now)
    {
        if (Status != RequestStatus.Pending || now >= ExpiresAt || now < RemindAt || RemindAt is null || Content == ContentState.Altered)
        {
            return false;
        }

        FirstReminder ??= now;
        if (now >= After(Last))
        {
            LastReminder = now;
        }

        PlanReminder();
        Version++;
        return true;
    }

    private void PlanReminder() => RemindAt =
        ExpiresAt - CreatedAt < ShortestReminded || LastReminder is not null ? null
        : After(FirstReminder is null ? First : Last);

    // To the millisecond, as it is stored.
    private DateTimeOffset After(double share) =>
        CreatedAt + TimeSpan.FromMilliseconds(Math.Floor((ExpiresAt - CreatedAt).TotalMilliseconds * share));
}
