using Approvals.Gateway.Configuration;
using Approvals.Gateway.Notifications.Slack.Api;
using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Notifications.Slack.Messages;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Forms;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>What a click on one of our messages does: decide, or ask for more first. Whatever it does not do is said to whoever clicked.</summary>
internal sealed class Clicks(SlackPeople people, ReviewDoor door, SlackClient slack, Whisper whisper, SlackOptions options, PublicAddress address, TimeProvider clock)
{
    /// <summary>Runs after Slack has its acknowledgement.</summary>
    public async Task FollowAsync(Interaction.Click click, CancellationToken stop)
    {
        if (click.Action == ActionIds.Open)
        {
            return;
        }

        if (await WhyNothingHappensAsync(click, stop) is { } sentence)
        {
            await whisper.SayAsync(click, sentence, stop);
        }
    }

    private async Task<string?> WhyNothingHappensAsync(Interaction.Click click, CancellationToken stop)
    {
        if (ActionIds.Read(click.Value) is not { } subject)
        {
            return "This button is not one of this gateway's. Nothing was done.";
        }

        var (person, whyNot) = await people.FindAsync(click, stop);
        if (person is null)
        {
            return whyNot;
        }

        if (await door.FindAsync(subject.Id, person, stop) is not { } request)
        {
            return Refusal.NotFound.Sentence;
        }

        return await door.IsCopyAsync(request, click, stop)
            ? "This is a copy of the message in another conversation. Decide on the message itself, or on the page."
            : await ActAsync(click, person, request, subject.Fingerprint, stop);
    }

    private async Task<string?> ActAsync(Interaction.Click click, Reviewer person, ApprovalRequest request, string fingerprint, CancellationToken stop)
    {
        var view = ApprovalView.For(request, person)!;
        Choice? choice = click.Action switch { ActionIds.Approve => Choice.Approve, ActionIds.Deny => Choice.Deny, _ => null };
        var isDecided = !view.IsOpen(clock.GetUtcNow()) || view.WhyNot is not null || request.Decisions.Any(decision => decision.Reviewer == person.Id);
        if (choice is { } said && (isDecided || (said == Choice.Approve && OneTap.WhyNot(request, options) is null)))
        {
            return await door.DecideAsync(request.Id, person, new DecisionForm(said, null, fingerprint), stop);
        }

        if (isDecided)
        {
            return view.WhyNot ?? $"There is nothing left to decide for you. {EndingWords.Of(view, clock.GetUtcNow())}".TrimEnd();
        }

        var modal = click.Action == ActionIds.Deny
            ? Modals.Denial(request)
            : Modals.Review(request, await door.ListContextAsync(request, stop), address.Of($"approvals/{request.Id}"), options);
        return await OpenAsync(click, modal, stop);
    }

    private async Task<string?> OpenAsync(Interaction.Click click, View modal, CancellationToken stop) =>
        await slack.CallAsync("views.open", new OpenView(click.Trigger, modal), SlackJson.Default.OpenView, stop) is SlackAnswer.Ok
            ? null
            : $"Slack did not open the form. Try again, or decide on the page: {address.Of($"approvals/{ActionIds.Read(modal.PrivateMetadata)!.Value.Id}")}";
}
