using Approvals.Gateway.Reviews;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>One page of resolved requests. <paramref name="Older"/> is the cursor of the next one, or null.</summary>
public sealed record HistoryModel(Reviewer Person, DateTimeOffset Now, IReadOnlyList<ApprovalView> Items, bool IsFirst, string? Older);
