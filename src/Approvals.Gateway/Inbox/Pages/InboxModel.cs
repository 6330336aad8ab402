using Approvals.Gateway.Reviews;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>What waits (the first of <paramref name="Count"/>), what may have run and nobody settled, and what was resolved last.</summary>
public sealed record InboxModel(
    Reviewer Person, DateTimeOffset Now, IReadOnlyList<ApprovalView> Waiting, int Count, IReadOnlyList<ApprovalView> Unsettled, IReadOnlyList<ApprovalView> Recent);
