using Approvals.Policies;

namespace Approvals.Requests.Narrowed;

/// <summary>What a reviewer wants to let through in a call's place.</summary>
/// <param name="By">Who wants it.</param>
/// <param name="Fingerprint">Of what they looked at.</param>
/// <param name="Edits">What becomes less.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Via">The door they came by, as in <see cref="Decision"/>.</param>
public sealed record NarrowOrder(Reviewer By, string Fingerprint, IReadOnlyList<ArgumentEdit> Edits, string? Reason, string Via);

/// <summary>What the policy says of a narrowed call.</summary>
public abstract record NarrowedCall
{
    private NarrowedCall()
    {
    }

    /// <summary>People can be asked about it.</summary>
    /// <param name="Asked">The call with its narrowed arguments and their fingerprint; it keeps the key by which its caller comes back for it.</param>
    /// <param name="Ground">The rule that asks.</param>
    /// <param name="Terms">Who decides it.</param>
    public sealed record Askable(AskedCall Asked, Ground Ground, Terms Terms) : NarrowedCall;

    /// <summary>It may not run either; <paramref name="Why"/> is a sentence for the person.</summary>
    public sealed record Denied(string Why) : NarrowedCall;
}

/// <summary>What <see cref="ApprovalRequest.Narrow"/> says. Only the first case changes the request.</summary>
public abstract record NarrowAnswer
{
    private NarrowAnswer()
    {
    }

    /// <summary>It is over, and <paramref name="Successor"/> is decided in its place.</summary>
    public sealed record Narrowed(ApprovalRequest Successor) : NarrowAnswer;

    /// <summary>What was wanted is not less, or the policy does not let people change it; <paramref name="Why"/> is a sentence for them.</summary>
    public sealed record NotNarrower(string Why) : NarrowAnswer;

    /// <summary>The policy denies the narrowed call, too.</summary>
    public sealed record Denied(string Why) : NarrowAnswer;

    /// <summary>The fingerprint is of something else.</summary>
    public sealed record WrongFingerprint : NarrowAnswer;

    /// <summary>The time was up: the request is expired now, if it was not before.</summary>
    public sealed record TooLate(DateTimeOffset ExpiredAt) : NarrowAnswer;

    /// <summary>It no longer waits. <paramref name="Deciding"/> is null when it was withdrawn.</summary>
    public sealed record AlreadyResolved(RequestStatus Status, Decision? Deciding, DateTimeOffset At) : NarrowAnswer;

    /// <summary>This person may see it but not decide it; <paramref name="Why"/> is a sentence for them.</summary>
    public sealed record NotAllowed(string Why) : NarrowAnswer;
}
