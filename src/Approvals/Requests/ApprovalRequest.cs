using Approvals.Policies;
using Approvals.Requests.Talks;

namespace Approvals.Requests;

/// <summary>
/// The durable record of one call that needs a person. Its methods are the only way it changes; an illegal move changes nothing and says so.
/// </summary>
public sealed partial class ApprovalRequest
{
    private readonly List<Decision> _decisions = [];

    // For the store, which fills the properties.
    private ApprovalRequest()
    {
    }

    /// <summary>128 random bits in lower hex.</summary>
    public string Id { get; private set; } = "";
    /// <summary>What was asked, by whom.</summary>
    public AskedCall Asked { get; private set; } = null!;
    /// <summary>The rule that asked for a person.</summary>
    public Ground Ground { get; private set; } = null!;
    /// <summary>Who may decide, how many must agree, how long.</summary>
    public Terms Terms { get; private set; } = Terms.Default;
    /// <summary>Where it stands.</summary>
    public RequestStatus Status { get; private set; }
    /// <summary>What came of it, or null while that is open.</summary>
    public Outcome? Outcome { get; private set; }
    /// <summary>When the call came, UTC.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
    /// <summary>From this instant on nobody can decide it any more.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }
    /// <summary>When the status became final.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }
    /// <summary>Until when an approved call can be released, and an undelivered answer fetched.</summary>
    public DateTimeOffset? ClaimableUntil { get; private set; }
    /// <summary>When the one-way latch closed: from here on it may have run.</summary>
    public DateTimeOffset? ReleasedAt { get; private set; }
    /// <summary>When the outcome was known.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    /// <summary>When an answer was written to a caller, so that no equal call gets it again.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }
    /// <summary>The members <c>result</c> or <c>error</c> of the upstream's answer, a JSON object's text, or null.</summary>
    public string? AnswerJson { get; private set; }
    /// <summary>What a person found out about an unknown outcome, or null.</summary>
    public Settlement? Settlement { get; private set; }
    /// <summary>Who called it back, or null.</summary>
    public Withdrawal? Withdrawal { get; private set; }
    /// <summary>When its content was erased, or null.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }
    /// <summary>Whether its content can be read and its record trusted. Never stored: whoever reads the row finds out anew.</summary>
    public ContentState Content { get; private set; } = ContentState.Unreadable;
    /// <summary>Counts the changes; the store uses it to decide races.</summary>
    public int Version { get; private set; }
    /// <summary>Everybody's recorded answers, oldest first.</summary>
    // A store hands them over in any order; the one that is not stored yet is the latest.
    public IReadOnlyList<Decision> Decisions => [.. _decisions.OrderBy(decision => decision.Sequence == 0).ThenBy(decision => decision.Sequence)];

    /// <summary>The decision that resolved it, or null.</summary>
    public Decision? Deciding => Status is RequestStatus.Approved or RequestStatus.Denied ? Decisions[^1] : null;

    /// <summary>A new pending request.</summary>
    public static ApprovalRequest Open(string id, AskedCall asked, Ground ground, Terms terms, DateTimeOffset now)
    {
        var opened = new ApprovalRequest
        {
            Id = id,
            Asked = asked,
            Ground = ground,
            Terms = terms,
            Status = RequestStatus.Pending,
            CreatedAt = now,
            ExpiresAt = now + terms.Expires,
            Content = ContentState.Whole,
        };
        opened.PlanReminder();
        return opened;
    }

    /// <summary>For the store, once it has read the row: <paramref name="texts"/> is null when they cannot be opened.</summary>
    public void Restore(AskedTexts? texts, string? answerJson, IReadOnlyList<Remark> talk, bool isAltered)
    {
        Content = isAltered ? ContentState.Altered
            : ErasedAt is not null ? ContentState.Erased
            : texts is null ? ContentState.Unreadable
            : ContentState.Whole;
        Asked.Fill(Content == ContentState.Whole ? texts! : AskedTexts.None);
        AnswerJson = Content == ContentState.Whole ? answerJson : null;
        Talk = Content == ContentState.Whole ? talk : [];
    }

    /// <summary>Records what a reviewer says. One denial resolves; the quorum of distinct people of every panel approves.</summary>
    /// <remarks><paramref name="fingerprint"/> is of what they looked at; <paramref name="claim"/> is how long an approval stays claimable; <paramref name="remember"/> lets it count for equal calls, too.</remarks>
    public DecisionAnswer Decide(
        Reviewer by, Choice choice, string? reason, string fingerprint, string via, DateTimeOffset now, TimeSpan claim, bool remember = false)
    {
        if (this.WhyNot(by, via) is { } why)
        {
            return new DecisionAnswer.NotAllowed(why);
        }

        if (_decisions.Find(decision => decision.Reviewer == by.Id) is { } earlier)
        {
            return earlier.Choice == choice ? new DecisionAnswer.AlreadyRecorded() : new DecisionAnswer.Contradicts(earlier);
        }

        Expire(now, claim);
        if (Status == RequestStatus.Expired)
        {
            return new DecisionAnswer.TooLate(ExpiresAt);
        }

        if (Status != RequestStatus.Pending)
        {
            return new DecisionAnswer.AlreadyResolved(Status, Deciding, ResolvedAt!.Value);
        }

        if (!IsFingerprint(fingerprint))
        {
            return new DecisionAnswer.WrongFingerprint();
        }

        if (Terms.RequireReason && string.IsNullOrWhiteSpace(reason))
        {
            return new DecisionAnswer.ReasonRequired();
        }

        if (remember && this.WhyNotRemember() is { } once)
        {
            return new DecisionAnswer.NotAllowed(once);
        }

        Record(new Decision(by.Id, choice, reason, now, via) { Panels = Terms.PanelsOf(this.WithoutTheOwner(by)), Remember = remember && choice == Choice.Approve }, now, claim);
        return new DecisionAnswer.Recorded();
    }

    /// <summary>Ends a pending request whose time is up. Returns whether it did.</summary>
    public bool Expire(DateTimeOffset now, TimeSpan claim) =>
        Status == RequestStatus.Pending && now >= ExpiresAt && Resolve(RequestStatus.Expired, now, claim);

    /// <summary>Calls a pending request back, in nobody's name. Returns whether it was pending.</summary>
    public bool Withdraw(DateTimeOffset now, TimeSpan claim) =>
        Status == RequestStatus.Pending && Content != ContentState.Altered && Resolve(RequestStatus.Withdrawn, now, claim);

    /// <summary>
    /// Forgets what was asked and answered, for good. What still waited ends: nobody can decide or run what nobody can read.
    /// Returns whether there was anything left to forget.
    /// </summary>
    public bool Erase(DateTimeOffset now, TimeSpan claim)
    {
        if (ErasedAt is not null)
        {
            return false;
        }

        Withdraw(now, claim);
        Refuse(answerJson: null, now);
        (ErasedAt, AnswerJson, Talk) = (now, null, []);
        Asked.Fill(AskedTexts.None);
        Content = Content == ContentState.Altered ? ContentState.Altered : ContentState.Erased;
        Version++;
        return true;
    }

    private void Record(Decision decision, DateTimeOffset now, TimeSpan claim)
    {
        _decisions.Add(decision);
        Version++;
        if (decision.Choice == Choice.Deny)
        {
            Resolve(RequestStatus.Denied, now, claim);
        }
        else if (Terms.AreMetBy(_decisions))
        {
            Resolve(RequestStatus.Approved, now, claim);
        }
    }

    private bool Resolve(RequestStatus status, DateTimeOffset now, TimeSpan claim)
    {
        Status = status;
        ResolvedAt = now;
        ClaimableUntil = now + claim;
        Version++;
        return true;
    }
}
