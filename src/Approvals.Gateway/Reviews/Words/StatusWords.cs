using Approvals.Requests;

namespace Approvals.Gateway.Reviews.Words;

/// <summary>Where a request stands, in words for a person: a short one for the chip, a sentence for the page.</summary>
/// <param name="Chip">For example <c>Waiting</c>.</param>
/// <param name="Look">The style sheet's class of the chip; it never says more than the word.</param>
/// <param name="Sentence">What it means.</param>
public sealed record StatusWords(string Chip, string Look, string Sentence)
{
    /// <summary>How it ended and by whom, for example <c>Approved by bob</c>; empty while it waits.</summary>
    public string Verdict { get; private init; } = "";

    public static StatusWords Of(ApprovalView view, DateTimeOffset now) => Standing(view, now) with { Verdict = VerdictOn(view, now) };

    private static string VerdictOn(ApprovalView view, DateTimeOffset now) => view.Status switch
    {
        RequestStatus.Pending when view.IsOpen(now) => "",
        RequestStatus.Pending or RequestStatus.Expired => "Expired",
        RequestStatus.Withdrawn when view.NarrowedTo is not null => $"Narrowed by {view.Withdrawal?.Person}",
        RequestStatus.Withdrawn => view.Withdrawal is { } withdrawn ? $"Withdrawn by {withdrawn.Person}" : "Withdrawn",
        RequestStatus.Denied => $"Denied by {Who(view)}",
        _ => $"Approved by {string.Join(" and ", view.Decisions.Select(decision => decision.Reviewer))}",
    };

    private static StatusWords Standing(ApprovalView view, DateTimeOffset now) => view.Status switch
    {
        RequestStatus.Pending when view.IsOpen(now) => new("Waiting", "waiting", Waiting(view)),
        RequestStatus.Pending or RequestStatus.Expired => new("Expired", "over", "Nobody decided in time. The call did not run."),
        RequestStatus.Withdrawn when view.NarrowedTo is not null => new("Narrowed", "over", $"{view.Withdrawal?.Person} made less of it, which is decided in its place. This call did not run."),
        RequestStatus.Withdrawn => new("Withdrawn", "over", $"{view.Withdrawal?.Person ?? "The gateway"} called it back before a decision. The call did not run."),
        RequestStatus.Denied => new("Denied", "denied", $"{Who(view)} denied it. The call did not run."),
        _ => Approved(view, now),
    };

    private static StatusWords Approved(ApprovalView view, DateTimeOffset now) => view.Outcome switch
    {
        Outcome.Completed => new("Approved, ran", "done", "It was approved and ran: the upstream answered with a result."),
        Outcome.Failed => new("Approved, failed", "trouble", "It was approved, but the upstream answered with an error or could not be reached."),
        Outcome.Unknown when view.Settlement is { } settled => Settled(settled),
        Outcome.Unknown => new("Approved, outcome unknown", "trouble",
            "It was approved and may have run: the connection broke before an answer came. It is never tried again by itself; look at the upstream."),
        Outcome.Lapsed => new("Approved, not collected", "over", "It was approved, but its agent did not come back for it in time. The call did not run."),
        Outcome.Refused when view.Withdrawal is { } withdrawn => new("Approved, taken back", "over", $"It was approved, and {withdrawn.Person} took that back before it ran. The call did not run."),
        Outcome.Refused => new("Approved, not released", "trouble", "It was approved, but the right to run it was gone when it was to be released. The call did not run."),
        _ when view.ReleasedAt is not null => new("Approved, running", "done", "It was approved and handed to the upstream; its answer is awaited."),
        _ => new("Approved", "done", $"It was approved and runs as soon as its agent is there for it{Until(view, now)}."),
    };

    private static StatusWords Settled(Settlement settled) => settled.Finding == Finding.Ran
        ? new("Approved, found to have run", "done", $"It was approved and sent, but no answer came. {settled.Reviewer} found out that it ran.")
        : new("Approved, found not to have run", "over", $"It was approved and sent, but no answer came. {settled.Reviewer} found out that it did not run.");

    private static string Waiting(ApprovalView view)
    {
        return view.Terms.Panels is [{ Quorum: 1 }]
            ? "It waits for a decision. The call has not run."
            : $"{TermsWords.Progress(view)} so far; one denial ends it. The call has not run.";
    }

    private static string Until(ApprovalView view, DateTimeOffset now) =>
        view.ClaimableUntil is { } until && until > now ? $", which must be within {Moments.Length(until - now)}" : "";

    private static string Who(ApprovalView view) => view.Decisions is [.., var last] ? last.Reviewer : "A reviewer";
}
