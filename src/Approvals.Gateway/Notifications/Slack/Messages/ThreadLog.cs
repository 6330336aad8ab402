using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Reviews.Words;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>What happened to a request, a line each, in an order that only grows: what a thread has of it is known by a number.</summary>
internal static class ThreadLog
{
    public static IReadOnlyList<ThreadLine> Of(ApprovalRequest request) =>
        [.. WhileItWaited(request).OrderBy(entry => entry.At).Select(entry => entry.Line), .. Ended(request).Select(line => new ThreadLine(line))];

    private static IEnumerable<(DateTimeOffset At, ThreadLine Line)> WhileItWaited(ApprovalRequest request)
    {
        foreach (var decision in request.Decisions)
        {
            yield return (decision.At, new ThreadLine(Decision(decision)));
        }

        foreach (var remark in request.Talk)
        {
            // What an agent says may be a secret, and is its claim: it stands where people see that.
            yield return (remark.At, new ThreadLine(
                remark.IsAgents ? "The agent answered; its words are on the page." : $"{Foreign.Name(remark.Author)} asked the agent: “{Foreign.Prose(remark.Text)}”"));
        }

        if (request.FirstReminder is { } first)
        {
            var others = request.Terms.Escalate is { } names ? $" These are asked now, too: {string.Join(", ", names.Select(Foreign.Name))}." : "";
            yield return (first, new ThreadLine($"It still waits for a decision.{others}", IsForAll: true));
        }

        if (request.LastReminder is { } last && last != request.FirstReminder)
        {
            yield return (last, new ThreadLine("It still waits for a decision, and expires soon.", IsForAll: true));
        }
    }

    private static List<string> Ended(ApprovalRequest request)
    {
        List<string> lines = [];
        if (request.Status is RequestStatus.Expired)
        {
            lines.Add("It expired: nobody decided in time. The call did not run.");
        }
        else if (request.Status is RequestStatus.Withdrawn)
        {
            lines.Add(request is { NarrowedTo: not null, Withdrawal: { } narrowed } ? $"{Foreign.Name(narrowed.Person)} narrowed it{Why(narrowed)} The narrowed call has a message of its own; this one did not run."
                : request.Withdrawal is { } withdrawn ? $"{Foreign.Name(withdrawn.Person)} withdrew it{Why(withdrawn)} The call did not run." : "It was withdrawn. The call did not run.");
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

    /// <summary>One line.</summary>
    /// <param name="Text">What happened.</param>
    /// <param name="IsForAll">Whether the whole conversation should see it, and not only those who follow the thread.</param>
    internal sealed record ThreadLine(string Text, bool IsForAll = false);

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
