using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews.Words;

/// <summary>Who has to agree, and who did, in words for a person.</summary>
internal static class TermsWords
{
    /// <summary>For example <c>sre; 2 different people must approve.</c></summary>
    public static string WhoMayDecide(Terms terms) =>
        string.Join(" And: ", terms.Panels.Select(panel => panel.Quorum == 1
            ? $"{People(panel)}; one approval is enough."
            : $"{People(panel)}; {panel.Quorum} different people must approve."))
        + (terms.RequireReason ? " Every decision needs a reason." : "")
        + (terms.Escalate is { } names ? $" Told only when half of the time has passed: {string.Join(", ", names)}." : "")
        + (terms.AllowSelf ? " The grant's owner may decide too, on this page." : "");

    /// <summary>For example <c>1 of 2 approvals</c>; with several panels, each by its people.</summary>
    public static string Progress(ApprovalView view) => view.Terms.Panels is [var only]
        ? $"{view.Decisions.ApprovalsFor(0)} of {only.Quorum} approvals"
        : string.Join(", ", view.Terms.Panels.Select((panel, place) => $"{view.Decisions.ApprovalsFor(place)} of {panel.Quorum} approvals by {People(panel, "any reviewer")}"));

    private static string People(Panel panel, string anybody = "Any reviewer") => panel.Reviewers.IsEmpty ? anybody : string.Join(", ", panel.Reviewers);
}
