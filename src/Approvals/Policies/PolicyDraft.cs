namespace Approvals.Policies;

/// <summary>What a document said, before it becomes a <see cref="Policy"/>.</summary>
internal sealed record PolicyDraft(string Name, string Version)
{
    /// <summary>The one entry of <c>hide</c> that is not a tool's name.</summary>
    public const string Everything = "*";

    public string? Description { get; init; }

    /// <summary>The verdict on tools that no entry names.</summary>
    public Func<string, Verdict> Otherwise { get; init; } = Unnamed.Denied;

    public IReadOnlyCollection<string> Hidden { get; init; } = [];

    public IReadOnlyDictionary<string, Verdict> Entries { get; init; } = new Dictionary<string, Verdict>();

    public IReadOnlyCollection<Limit> Limits { get; init; } = [];
}
