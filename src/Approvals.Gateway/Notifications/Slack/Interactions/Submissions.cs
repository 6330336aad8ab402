using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Notifications.Slack.Messages;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Forms;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>What a filled-in modal does. Its answer is part of the acknowledgement, so it has to be quick, or say that it is not.</summary>
internal sealed class Submissions(SlackPeople people, ReviewDoor door, SlackOptions options, TimeProvider clock)
{
    // Slack waits three seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly ViewAnswer Close = new("clear");

    public async Task<ViewAnswer> AnswerAsync(Interaction.Submission submission, CancellationToken stop)
    {
        var work = DecideAsync(submission, stop);
        try
        {
            return await work.WaitAsync(Patience, clock, stop);
        }
        catch (TimeoutException)
        {
            return Say("Still at it", "This takes longer than Slack waits. Look at the message: it changes when your decision is recorded.", submission);
        }
    }

    private async Task<ViewAnswer> DecideAsync(Interaction.Submission submission, CancellationToken stop)
    {
        if (submission.Form == Modals.Notice)
        {
            return Close;
        }

        if (ActionIds.Read(submission.Subject) is not { } subject)
        {
            return Say("Not recorded", "This form is not one of this gateway's. Nothing was done.", submission);
        }

        var (person, whyNot) = await people.FindAsync(submission, stop);
        if (person is null)
        {
            return Say("Not recorded", whyNot!, submission);
        }

        if (await door.FindAsync(subject.Id, person, stop) is not { } request)
        {
            return Say("Not recorded", Refusal.NotFound.Sentence, submission);
        }

        if (submission is { Form: Modals.Decide } && submission.Fields.GetValueOrDefault(ActionIds.DecisionBlock) == ActionIds.Ask)
        {
            return await AskAsync(submission, person, request.Id, stop);
        }

        var (form, problem) = Read(submission, subject.Fingerprint, request);
        return form is null ? problem!
            : await door.DecideAsync(request.Id, person, form, stop) is { } refused ? Say("Not recorded", refused, submission)
            : Close;
    }

    private async Task<ViewAnswer> AskAsync(Interaction.Submission submission, Reviewer person, string id, CancellationToken stop)
    {
        var (form, problem) = QuestionForm.Read(submission.Fields.GetValueOrDefault(ActionIds.ReasonBlock));
        return form is null ? Wrong(ActionIds.ReasonBlock, problem!.Sentence)
            : await door.AskAsync(id, person, form, stop) is { } refused ? Say("Not asked", refused, submission)
            : Close;
    }

    private (DecisionForm? Form, ViewAnswer? Problem) Read(Interaction.Submission submission, string fingerprint, ApprovalRequest request)
    {
        var decision = submission.Form == Modals.Deny ? ActionIds.Deny : submission.Fields.GetValueOrDefault(ActionIds.DecisionBlock);
        var reason = submission.Fields.GetValueOrDefault(ActionIds.ReasonBlock);
        var (form, refusal) = DecisionForm.Read(decision, reason, fingerprint);
        if (form is null)
        {
            return (null, Wrong(decision is null ? ActionIds.DecisionBlock : ActionIds.ReasonBlock, refusal!.Sentence));
        }

        if (request.Terms.RequireReason && form.Reason is null)
        {
            return (null, Wrong(ActionIds.ReasonBlock, "This request wants a reason with every decision."));
        }

        if (form.Choice == Choice.Deny)
        {
            return (form, null);
        }

        if (ShownArguments.InModal(request, options).WhatIsMissing is { } missing)
        {
            return (null, Say("Not recorded", $"{missing} Approve it on the page.", submission));
        }

        // What is typed is compared with the request as it is now, not with what the form brought along.
        return request.Terms.IsHighRisk && !IsCode(submission.Fields.GetValueOrDefault(ActionIds.CodeBlock), request.Asked.Fingerprint)
            ? (null, Wrong(ActionIds.CodeBlock, $"Type the first {Modals.CodeLength} characters of the fingerprint, as shown above."))
            : (form, null);
    }

    private static bool IsCode(string? typed, string fingerprint) =>
        typed is not null && string.Equals(typed.Replace(" ", "", StringComparison.Ordinal), fingerprint[..Modals.CodeLength], StringComparison.OrdinalIgnoreCase);

    private static ViewAnswer Wrong(string block, string sentence) => new("errors", Errors: new Dictionary<string, string> { [block] = sentence });

    private static ViewAnswer Say(string title, string sentence, Interaction.Submission submission) =>
        new("update", View: Modals.Says(title, sentence, submission.Subject ?? ""));
}
