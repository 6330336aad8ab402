using Approvals.Gateway.Storage.Views;
using Approvals.Policies;
using Approvals.Rendering;

namespace Approvals.Gateway.Reviews.Stories;

/// <summary>What stands around a request, as one person may see it: why it was asked, and what its grant does otherwise.</summary>
public sealed record RequestStory
{
    /// <summary>How the policy came to ask.</summary>
    public required PolicyTrace Trace { get; init; }

    /// <summary>The last approved call of the same grant and tool, or null.</summary>
    public required ApprovalView? LastApproved { get; init; }

    /// <summary>How the arguments differ from that call's; null without one, and where they cannot be compared.</summary>
    public required ArgumentDiff? Diff { get; init; }

    /// <summary>The last other requests of the same grant for the same tool, newest first.</summary>
    public required IReadOnlyList<ApprovalView> Others { get; init; }

    /// <summary>What people last denied of the same grant, newest first.</summary>
    public required IReadOnlyList<ApprovalView> Denials { get; init; }

    /// <summary>What the same grant called since this was parked.</summary>
    public required IReadOnlyList<CallCount> Since { get; init; }

    /// <summary>Whether <see cref="Since"/> has every call.</summary>
    public required bool IsSinceWhole { get; init; }

    /// <summary>How many equal calls its approval counted for, while it counts for them.</summary>
    public required int Repeats { get; init; }

    /// <summary>Who gave it more time.</summary>
    public required IReadOnlyList<GivenTime> Extensions { get; init; }
}

/// <summary>How a policy came to its verdict, if that can still be told.</summary>
public abstract record PolicyTrace
{
    private PolicyTrace()
    {
    }

    /// <summary>It was told anew by the version of then; <paramref name="IsSameRule"/> is whether that names the rule on record.</summary>
    public sealed record Told(Explanation Explanation, bool IsSameRule) : PolicyTrace;

    /// <summary>It cannot be told to this person; <paramref name="Why"/> is a sentence for them.</summary>
    public sealed record NotTold(string Why) : PolicyTrace;
}
