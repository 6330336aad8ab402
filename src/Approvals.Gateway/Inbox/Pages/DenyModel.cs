using Approvals.Gateway.Reviews;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>What somebody picked to deny together, before they do it.</summary>
/// <param name="Person">Who denies.</param>
/// <param name="Now">When this was.</param>
/// <param name="Open">What they can deny.</param>
/// <param name="Others">What they picked and cannot deny, with why.</param>
/// <param name="NeedsReason">Whether any of it wants a reason.</param>
public sealed record DenyModel(Reviewer Person, DateTimeOffset Now, IReadOnlyList<ApprovalView> Open, IReadOnlyList<NotDenied> Others, bool NeedsReason);

/// <summary>What came of it: each denial is a decision of its own.</summary>
public sealed record DeniedModel(Reviewer Person, DateTimeOffset Now, IReadOnlyList<ApprovalView> Denied, IReadOnlyList<NotDenied> Others);

/// <summary>A request that was not denied. <paramref name="View"/> is null when there is none, or none that this person may see.</summary>
public sealed record NotDenied(string Id, ApprovalView? View, string Why);
