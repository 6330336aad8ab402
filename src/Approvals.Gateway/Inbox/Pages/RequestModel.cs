using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Narrowed;
using Approvals.Gateway.Reviews.Stories;
using Approvals.Policies.Context;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>One request and what stands around it; after a refused decision with the sentence that says why, and the reason that the person had typed.</summary>
public sealed record RequestModel(
    Reviewer Person, DateTimeOffset Now, ApprovalView View, IReadOnlyList<ApprovalView> Twins, RequestStory Story, string? Refusal = null, string? TypedReason = null)
{
    /// <summary>What the upstream was asked for those who decide.</summary>
    public required IReadOnlyList<ContextFact> Context { get; init; }

    /// <summary>How a narrowed call differs from what the agent asked for; empty for any other.</summary>
    public required IReadOnlyList<NarrowedArgument> Narrowing { get; init; }

    /// <summary>Who else looks at it just now.</summary>
    public required IReadOnlyList<string> Looking { get; init; }
}
