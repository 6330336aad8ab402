using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage.Views;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>One page of what waits (of <paramref name="Count"/>), what may have run and nobody settled, and what was resolved last.</summary>
public sealed record InboxModel(
    Reviewer Person, DateTimeOffset Now, WaitingFilter Filter, IReadOnlyList<ApprovalView> Waiting, int Count, IReadOnlyList<ApprovalView> Unsettled, IReadOnlyList<ApprovalView> Recent)
{
    /// <summary>Whether this is the beginning of the list.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>The address of the next page, or null.</summary>
    public required string? Next { get; init; }

    /// <summary>Grants of which as many requests wait as may.</summary>
    public required IReadOnlyList<string> FullGrants { get; init; }

    /// <summary>Who else looks at a request just now, by its id.</summary>
    public required Func<string, IReadOnlyList<string>> LookingAt { get; init; }

    /// <summary>What of this page the person could deny.</summary>
    public IReadOnlyList<ApprovalView> Deniable => [.. Waiting.Where(view => view.IsOpen(Now) && view.WhyNot is null && view.Decisions.All(decision => decision.Reviewer != Person.Id))];
}
