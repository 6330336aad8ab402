using Approvals.Policies.Cases;
using Approvals.Requests;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>One policy with its versions, newest first; <paramref name="At"/> is the one that is shown.</summary>
public sealed record PolicyModel(
    Reviewer Person, DateTimeOffset Now, string Name, string InForce, IReadOnlyList<PolicyVersion> Versions, int At, IReadOnlyList<PolicyUse> Uses)
{
    /// <summary>What somebody asked about this policy, or null.</summary>
    public AskedPolicy? Asked { get; init; }

    /// <summary>What the policy in force says to it; null when nothing was asked or it could not be read.</summary>
    public CaseResult? Answer { get; init; }

    /// <summary>Why what was asked could not be read.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The version that is shown, or null while none is noted yet.</summary>
    public PolicyVersion? Shown => At < Versions.Count ? Versions[At] : null;

    /// <summary>What was in force before it, or null.</summary>
    public PolicyVersion? Before => At + 1 < Versions.Count ? Versions[At + 1] : null;

    /// <summary>The lines that came and went with it, each with its number; null when it is the first.</summary>
    public IReadOnlyList<ChangedLine>? Changes => Before is { } before && Shown is { } shown
        ? [.. InlineDiffBuilder.Diff(before.Text, shown.Text).Lines
            .Where(line => line.Type is ChangeType.Inserted or ChangeType.Deleted)
            .Select(line => new ChangedLine(line.Type == ChangeType.Inserted, line.Text))]
        : null;
}

/// <summary>A call as somebody typed it in.</summary>
public sealed record AskedPolicy(string Kind, string Name, string Arguments, string Facts);

/// <summary>A version and when it came into force.</summary>
public sealed record PolicyVersion(string Version, DateTimeOffset At, string Text);

/// <summary>A line that was added, or else taken away.</summary>
public sealed record ChangedLine(bool IsAdded, string Text);
