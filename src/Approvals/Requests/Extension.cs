namespace Approvals.Requests;

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
