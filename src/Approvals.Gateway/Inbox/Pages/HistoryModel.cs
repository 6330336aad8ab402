using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage.Views;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>One page of resolved requests. <paramref name="Older"/> is the address of the next one, or null.</summary>
public sealed record HistoryModel(Reviewer Person, DateTimeOffset Now, HistoryFilter Filter, IReadOnlyList<ApprovalView> Items, bool IsFirst, string? Older);
