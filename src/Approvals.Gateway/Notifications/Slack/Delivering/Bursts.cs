using System.Globalization;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Notifications.Slack.Api;
using Approvals.Gateway.Notifications.Slack.Messages;
using Approvals.Gateway.Storage.Records;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Delivering;

/// <summary>Gathers what a grant asks for at once: the first requests have messages of their own, those after them share one that counts them.</summary>
internal sealed class Bursts(SlackClient slack, SlackOptions options, Crowds crowds, ConversationPace pace, PublicAddress address)
{
    private const string Prefix = "burst ";
    private const char Between = ' ';

    /// <summary>Tells of the request by a shared message; null if it has one of its own, or should have.</summary>
    public async Task<Told?> TellAsync(string recipient, string? handle, ApprovalRequest request, CancellationToken stop)
    {
        var channel = $"{SlackChannel.ChannelName}:{recipient}";
        if (handle is not null)
        {
            return Shared.Read(handle) is { } known ? await CountAsync(channel, known, request, isNew: false, stop) : null;
        }

        // Nobody hides what is grave among what is not.
        if (request.Status != RequestStatus.Pending || request.Terms.IsHighRisk)
        {
            return null;
        }

        var crowd = await crowds.FindAsync(channel, request, options.BurstWindow, Prefix, stop);
        return crowd.Recent < options.BurstSize ? null
            : Shared.Read(crowd.Shared) is { } shared ? await CountAsync(channel, shared, request, isNew: true, stop)
            : await PostAsync(recipient, request, stop);
    }

    private async Task<Told> PostAsync(string recipient, ApprovalRequest request, CancellationToken stop)
    {
        var message = BurstMessage.Of(request.Asked, all: 1, waiting: 1, Inbox(request));
        await pace.WaitAsync(recipient, stop);
        var posted = await slack.CallAsync("chat.postMessage", new PostMessage(recipient, message.Text, message.Blocks), SlackJson.Default.PostMessage, stop);
        return posted is SlackAnswer.Ok ok && ok.Text("ts") is { } ts
            ? new Told.Done(new Shared(ok.Text("channel") ?? recipient, ts, request.CreatedAt).Write())
            : SlackChannel.Trouble(posted, recipient);
    }

    // Of many that change together, the last one says how many they are.
    private async Task<Told> CountAsync(string channel, Shared shared, ApprovalRequest request, bool isNew, CancellationToken stop)
    {
        var told = new Told.Done(shared.Write());
        if ((await crowds.FindAsync(channel, request, options.BurstWindow, Prefix, stop)).AreMoreDue)
        {
            return told;
        }

        // This one is noted as a part of it only after it was told.
        var (all, waiting) = await crowds.CountAsync(channel, shared.Write(), shared.Since, stop);
        var message = BurstMessage.Of(request.Asked, all + (isNew ? 1 : 0), waiting + (isNew ? 1 : 0), Inbox(request));
        var edited = await slack.CallAsync("chat.update", new UpdateMessage(shared.Conversation, shared.Ts, message.Text, message.Blocks), SlackJson.Default.UpdateMessage, stop);
        return edited is SlackAnswer.Ok or SlackAnswer.Refused { Error: "message_not_found" or "edit_window_closed" or "cant_update_message" }
            ? told
            : SlackChannel.Trouble(edited, shared.Conversation);
    }

    private string Inbox(ApprovalRequest request) => address.Of($"?grant={Uri.EscapeDataString(request.Asked.Grant)}");

    /// <summary>Which message it is, and since when requests are counted in it.</summary>
    private sealed record Shared(string Conversation, string Ts, DateTimeOffset Since)
    {
        public static Shared? Read(string? handle) =>
            handle?.StartsWith(Prefix, StringComparison.Ordinal) == true && handle.Split(Between) is [_, var conversation, var ts, var since]
                ? new Shared(conversation, ts, DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(since, CultureInfo.InvariantCulture)))
                : null;

        public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Conversation}{Between}{Ts}{Between}{Since.ToUnixTimeMilliseconds()}");
    }
}
