using System.Security.Cryptography;
using System.Text;
using Approvals.Policies;

namespace Approvals.Requests;

/// <summary>
/// The durable record of one call that needs a person. Its methods are the only way it changes; an illegal move changes nothing and says so.
/// </summary>
public sealed class ApprovalRequest
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
    /// <summary>Counts the changes; the store uses it to decide races.</summary>
    public int Version { get; private set; }
    /// <summary>Everybody's recorded answers, oldest first.</summary>
    // A store hands them over in any order; the one that is not stored yet is the latest.
    public IReadOnlyList<Decision> Decisions => [.. _decisions.OrderBy(decision => decision.Sequence == 0).ThenBy(decision => decision.Sequence)];

    /// <summary>The decision that resolved it, or null.</summary>
    public Decision? Deciding => Status is RequestStatus.Approved or RequestStatus.Denied ? Decisions[^1] : null;

    /// <summary>A new pending request.</summary>
    public static ApprovalRequest Open(string id, AskedCall asked, Ground ground, Terms terms, DateTimeOffset now) => new()
    {
        Id = id,
        Asked = asked,
        Ground = ground,
        Terms = terms,
        Status = RequestStatus.Pending,
        CreatedAt = now,
        ExpiresAt = now + terms.Expires,
    };

    /// <summary>Records what a reviewer says. One denial resolves; the quorum of distinct people approves.</summary>
    /// <remarks><paramref name="fingerprint"/> is of what they looked at; <paramref name="claim"/> is how long an approval stays claimable.</remarks>
    public DecisionAnswer Decide(Reviewer by, Choice choice, string? reason, string fingerprint, string via, DateTimeOffset now, TimeSpan claim)
    {
        if (WhyNot(by) is { } why)
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

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(fingerprint), Encoding.UTF8.GetBytes(Asked.Fingerprint)))
        {
            return new DecisionAnswer.WrongFingerprint();
        }

        Record(new Decision(by.Id, choice, reason, now, via), now, claim);
        return new DecisionAnswer.Recorded();
    }

    /// <summary>Why <paramref name="person"/> may not decide this request, as a sentence for them; null if they may.</summary>
    public string? WhyNot(Reviewer person)
    {
        if (!person.May(RequestAction.Decide))
        {
            return "Your role lets you look at requests, not decide them.";
        }

        if (person.Is(Asked.Owner))
        {
            return "This call was made with your own grant; somebody else has to decide it.";
        }

        return person.IsAmong(Terms.Reviewers) ? null : $"Only these may decide it: {string.Join(", ", Terms.Reviewers)}.";
    }

    /// <summary>Ends a pending request whose time is up. Returns whether it did.</summary>
    public bool Expire(DateTimeOffset now, TimeSpan claim) =>
        Status == RequestStatus.Pending && now >= ExpiresAt && Resolve(RequestStatus.Expired, now, claim);

    /// <summary>Calls a pending request back. Returns whether it was pending.</summary>
    public bool Withdraw(DateTimeOffset now, TimeSpan claim) =>
        Status == RequestStatus.Pending && Resolve(RequestStatus.Withdrawn, now, claim);

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

        if (!IsStillApproved(present, people))
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
    public bool Refuse(string answerJson, DateTimeOffset now) =>
        Status == RequestStatus.Approved && ReleasedAt is null && End(Requests.Outcome.Refused, answerJson, now);

    /// <summary>Says what came of a released call. Returns false if that was said before or it was never released.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The outcome is one of a call that did not run.</exception>
    public bool Complete(Outcome outcome, string? answerJson, DateTimeOffset now) =>
        outcome is Requests.Outcome.Lapsed or Requests.Outcome.Refused
            ? throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A released call completed, failed, or nobody knows.")
            : ReleasedAt is not null && End(outcome, answerJson, now);

    /// <summary>Notes that a caller got the answer. Returns false if one did before, and while there is none.</summary>
    public bool Deliver(DateTimeOffset now)
    {
        if (DeliveredAt is not null || !HasAnswer)
        {
            return false;
        }

        DeliveredAt = now;
        Version++;
        return true;
    }

    /// <summary>What this request holds for an equal call that comes now.</summary>
    public Standing StandingFor(DateTimeOffset now, TimeSpan claim, TimeSpan denyFor)
    {
        if (Status == RequestStatus.Denied && now < ResolvedAt + denyFor)
        {
            return Standing.StandsDenied;
        }

        if (!HasAnswer)
        {
            // Past its claim it has lapsed, whether or not somebody wrote that down yet.
            return Status == RequestStatus.Approved && ReleasedAt is null && now >= ClaimableUntil ? Standing.Over : Standing.Waits;
        }

        var fresh = now < (EndedAt ?? ResolvedAt) + claim;
        return fresh && DeliveredAt is null && Outcome is not Requests.Outcome.Lapsed ? Standing.HasAnswer : Standing.Over;
    }

    private bool HasAnswer => Status == RequestStatus.Approved ? Outcome is not null : Status != RequestStatus.Pending;

    private bool IsStillApproved(Terms present, Func<string, Reviewer?> people)
    {
        var standing = _decisions
            .Where(decision => decision.Choice == Choice.Approve)
            .Select(decision => people(decision.Reviewer))
            .Where(person => person is not null && WhyNot(person) is null)
            .ToList();
        return standing.Count >= Terms.Quorum
            && standing.Count(person => person!.IsAmong(present.Reviewers)) >= present.Quorum;
    }

    private void Record(Decision decision, DateTimeOffset now, TimeSpan claim)
    {
        _decisions.Add(decision);
        Version++;
        if (decision.Choice == Choice.Deny)
        {
            Resolve(RequestStatus.Denied, now, claim);
        }
        else if (_decisions.Count >= Terms.Quorum)
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

    private bool End(Outcome outcome, string? answerJson, DateTimeOffset now)
    {
        if (Outcome is not null)
        {
            return false;
        }

        Outcome = outcome;
        AnswerJson = answerJson;
        EndedAt = now;
        Version++;
        return true;
    }
}
