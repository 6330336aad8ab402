namespace Approvals.Requests.Talks;

/// <summary>One remark between those who decide a request and the agent that made it. It decides nothing.</summary>
/// <param name="Author">The person's id, or the grant's name.</param>
/// <param name="IsAgents">Whether the agent wrote it: then it is a claim like everything that agents say.</param>
/// <param name="Text">The words, as they came.</param>
/// <param name="At">When they were recorded, UTC.</param>
/// <param name="IsHeard">Whether the other side was sent it. What an agent writes is there for whoever looks.</param>
public sealed record Remark(string Author, bool IsAgents, string Text, DateTimeOffset At, bool IsHeard)
{
    /// <summary>The longest remark, in UTF-16 code units.</summary>
    public const int LongestText = 2000;

    /// <summary>How many remarks each side has.</summary>
    public const int MostOfASide = 20;
}

/// <summary>What <see cref="ApprovalRequest.Ask"/> and <see cref="ApprovalRequest.Reply"/> say. Only the first case changes the request.</summary>
public abstract record RemarkAnswer
{
    private RemarkAnswer()
    {
    }

    /// <summary>It is written down for the other side.</summary>
    public sealed record Recorded : RemarkAnswer;

    /// <summary>The time was up: the request is expired now, if it was not before.</summary>
    public sealed record TooLate(DateTimeOffset ExpiredAt) : RemarkAnswer;

    /// <summary>It no longer waits. <paramref name="Deciding"/> is null when it was withdrawn.</summary>
    public sealed record AlreadyResolved(RequestStatus Status, Decision? Deciding, DateTimeOffset At) : RemarkAnswer;

    /// <summary>This side has said as much as it may.</summary>
    public sealed record NoMore : RemarkAnswer;

    /// <summary>This person may see it but not ask about it; <paramref name="Why"/> is a sentence for them.</summary>
    public sealed record NotAllowed(string Why) : RemarkAnswer;
}
