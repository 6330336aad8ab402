using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Reviews.Words;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>What happened to a request, a line each, in an order that only grows: what a thread has of it is known by a number.</summary>
internal static class ThreadLog
{
    public static IReadOnlyList<string> Of(ApprovalRequest request)
    {
        List<string> lines = [.. request.Decisions.Select(Decision)];
        if (request.Status is RequestStatus.Expired)
        {
            lines.Add("It expired: nobody decided in time. The call did not run.");
        }
        else if (request.Status is RequestStatus.Withdrawn)
        {
            lines.Add(request.Withdrawal is { } withdrawn ? $"{Foreign.Name(withdrawn.Person)} withdrew it{Why(withdrawn)} The call did not run." : "It was withdrawn. The call did not run.");
        }

        if (request.Outcome is { } outcome)
        {
            lines.Add(request is { Withdrawal: { } revoked, Status: RequestStatus.Approved } ? $"{Foreign.Name(revoked.Person)} took the approval back{Why(revoked)} The call did not run." : Ending(outcome));
        }

        if (request.Settlement is { } settled)
        {
            lines.Add($"{Foreign.Name(settled.Reviewer)} found out that it {(settled.Finding == Finding.Ran ? "ran" : "did not run")}: “{Foreign.Prose(settled.Reason)}”");
        }

        return lines;
    }

    public static Block Block(IEnumerable<string> lines) => new RichTextBlock([new Section([new TextRun(string.Join('\n', lines))])]);

    private static string Decision(Decision decision) =>
        $"{Foreign.Name(decision.Reviewer)} {(decision.Choice == Choice.Approve ? "approved" : "denied")} via {DoorWords.Of(decision.Via)}"
        + (decision.Reason is { } reason ? $": “{Foreign.Prose(reason)}”" : ".");

    private static string Why(Withdrawal withdrawn) => withdrawn.Reason is { } reason ? $": “{Foreign.Prose(reason)}”" : ".";

    private static string Ending(Outcome outcome) => outcome switch
    {
        Outcome.Completed => "It ran: the upstream answered with a result.",
        Outcome.Failed => "It failed: the upstream answered with an error or could not be reached.",
        Outcome.Unknown => "It may have run: the connection broke before an answer came. Somebody has to look at the upstream, and say on the page what they found.",
        Outcome.Lapsed => "Its agent did not come back for it in time. The call did not run.",
        _ => "The right to run it was gone when it was to be released. The call did not run.",
    };
}
