using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Words;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>What became of a request, in one line: <c>Approved by bob in 42 s via Slack · ran in 2 s</c>.</summary>
internal static class EndingWords
{
    public static string Of(ApprovalView view, DateTimeOffset now) => view.Status switch
    {
        RequestStatus.Approved => $"{Verdict(view, now)}{Outcome(view)}",
        _ => Verdict(view, now),
    };

    private static string Verdict(ApprovalView view, DateTimeOffset now)
    {
        var resolved = StatusWords.Of(view, now).Verdict;
        return view.Status is RequestStatus.Approved or RequestStatus.Denied && view.Decisions is [.., var last]
            ? $"{resolved} in {Moments.Length(last.At - view.CreatedAt)} via {DoorWords.Of(last.Via)}"
            : resolved;
    }

    private static string Outcome(ApprovalView view) => view.Outcome switch
    {
        null when view.ReleasedAt is null => " · waits for its agent",
        null => " · runs",
        Requests.Outcome.Completed => $" · ran{Took(view)}",
        Requests.Outcome.Failed => $" · failed{Took(view)}",
        Requests.Outcome.Unknown when view.Settlement is { } settled => settled.Finding == Finding.Ran ? $" · ran, as {settled.Reviewer} found" : $" · did not run, as {settled.Reviewer} found",
        Requests.Outcome.Unknown => " · nobody knows whether it ran",
        Requests.Outcome.Lapsed => " · not collected, did not run",
        _ when view.Withdrawal is { } withdrawn => $" · taken back by {withdrawn.Person}, did not run",
        _ => " · not released, did not run",
    };

    private static string Took(ApprovalView view) =>
        view is { ReleasedAt: { } released, EndedAt: { } ended } && ended - released >= TimeSpan.FromSeconds(1) ? $" in {Moments.Length(ended - released)}" : "";
}
