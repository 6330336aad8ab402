using Approvals.Gateway.Notifications.Slack.Delivering;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Forms;
using Approvals.Gateway.Storage;
using Approvals.Policies.Context;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>Where Slack meets the desk: the same room, rights and refusals as at every other door.</summary>
internal sealed class ReviewDoor(ReviewRoom room, ApprovalStore store, FollowedDeliveries deliveries, TimeProvider clock)
{
    /// <summary>The request, if this person may see it.</summary>
    public async Task<ApprovalRequest?> FindAsync(string id, Reviewer person, CancellationToken stop) =>
        await room.FindAsync(id, person, stop) is null ? null : await store.FindAsync(id, stop);

    /// <summary>What the upstream was asked for those who decide, with secrets masked.</summary>
    public Task<IReadOnlyList<ContextFact>> ListContextAsync(ApprovalRequest request, CancellationToken stop) =>
        room.ListContextAsync(ApprovalView.ForOnlookers(request), stop);

    /// <summary>Asks the agent and returns null, or says why not.</summary>
    public async Task<string?> AskAsync(string id, Reviewer person, QuestionForm form, CancellationToken stop) =>
        Refusal.Of(await room.AskAsync(id, person, form, SlackChannel.ChannelName, stop), clock.GetUtcNow())?.Sentence;

    /// <summary>Records the decision and returns null, or says why it does not count or was nothing new.</summary>
    public async Task<string?> DecideAsync(string id, Reviewer person, DecisionForm form, CancellationToken stop)
    {
        var answer = await room.DecideAsync(id, person, form, SlackChannel.ChannelName, stop);
        return answer is DecisionAnswer.AlreadyRecorded
            ? $"You {(form.Choice == Choice.Approve ? "approved" : "denied")} this already; it is on record."
            : Refusal.Of(answer, clock.GetUtcNow())?.Sentence;
    }

    /// <summary>
    /// Whether the clicked message is not where the request was asked. A message of ours that was never noted, for the process died in
    /// between, is in the right place: it is remembered now, and ends as the other one does.
    /// </summary>
    public async Task<bool> IsCopyAsync(ApprovalRequest request, Interaction.Click click, CancellationToken stop)
    {
        const string prefix = $"{SlackChannel.ChannelName}:";
        var known = (await deliveries.ListAsync(request.Id, stop))
            .Where(row => row.Channel.StartsWith(prefix, StringComparison.Ordinal))
            .Select(row => (Recipient: row.Channel[prefix.Length..], Message: SlackHandle.Read(row.Handle)))
            .ToList();
        var here = known.Where(row => row.Message?.Conversation == click.Conversation || row.Recipient == click.Conversation || row.Recipient == click.User).ToList();
        if (here.Count == 0)
        {
            return true;
        }

        if (here.TrueForAll(row => row.Message is not null && row.Message.Ts != click.Ts))
        {
            await deliveries.AdoptAsync(request.Id, $"{prefix}{click.Conversation}{SlackChannel.Second}{click.Ts}", new SlackHandle(click.Conversation, click.Ts, "", 0).Write(), clock.GetUtcNow());
        }

        return false;
    }
}
