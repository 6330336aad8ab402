using System.Security.Cryptography;
using System.Text.Json;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Notifications.Slack.Api;
using Approvals.Gateway.Notifications.Slack.Messages;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Delivering;

/// <summary>One message for each request and conversation, edited until the request has ended; its thread keeps the log.</summary>
internal sealed class SlackChannel(SlackClient slack, SlackOptions options, SlackRoute route, Bursts bursts, ConversationPace pace, PublicAddress address, TimeProvider clock)
    : INotificationChannel
{
    public const string ChannelName = "slack";

    /// <summary>Stands between a recipient and the name of a message that was found there, but never noted.</summary>
    public const char Second = '#';

    public string Name => ChannelName;

    public IEnumerable<string> RecipientsOf(ApprovalRequest request) => route.Of(request);

    public async Task<Told> TellAsync(string recipient, string? handle, ApprovalRequest request, CancellationToken stop) =>
        await bursts.TellAsync(recipient, handle, request, stop) ?? await TellByItselfAsync(recipient, handle, request, stop);

    private async Task<Told> TellByItselfAsync(string recipient, string? handle, ApprovalRequest request, CancellationToken stop)
    {
        var message = RequestMessage.Of(request, address.Of($"approvals/{request.Id}"), options, clock.GetUtcNow());
        var known = SlackHandle.Read(handle);
        if (known is null)
        {
            return await PostAsync(recipient, message, request, stop);
        }

        if (Hash(message) is var hash && hash != known.Shown)
        {
            var edited = await slack.CallAsync("chat.update", new UpdateMessage(known.Conversation, known.Ts, message.Text, message.Blocks), SlackJson.Default.UpdateMessage, stop);
            switch (edited)
            {
                case SlackAnswer.Refused { Error: "message_not_found" }:
                    // Somebody deleted it. What still waits is asked again; what does not is over for them.
                    return request.Status == RequestStatus.Pending ? await PostAsync(recipient, message, request, stop) : new Told.Never("The message was deleted.");
                case SlackAnswer.Refused { Error: "edit_window_closed" or "cant_update_message" }:
                    // The thread says how it went on.
                    break;
                case not SlackAnswer.Ok:
                    return Trouble(edited, known.Conversation);
            }

            known = known with { Shown = hash };
        }

        return await LogAsync(known, request, stop);
    }

    private async Task<Told> PostAsync(string recipient, RequestMessage message, ApprovalRequest request, CancellationToken stop)
    {
        recipient = recipient.Split(Second)[0];
        await pace.WaitAsync(recipient, stop);
        var posted = await slack.CallAsync("chat.postMessage", new PostMessage(recipient, message.Text, message.Blocks), SlackJson.Default.PostMessage, stop);
        return posted is SlackAnswer.Ok ok && ok.Text("ts") is { } ts
            ? await LogAsync(new SlackHandle(ok.Text("channel") ?? recipient, ts, Hash(message), Lines: 0), request, stop)
            : Trouble(posted, recipient);
    }

    // A log line that does not get through must not cost the edit before it: it is tried with the next change, or when this one is tried again.
    private async Task<Told> LogAsync(SlackHandle message, ApprovalRequest request, CancellationToken stop)
    {
        var lines = ThreadLog.Of(request);
        if (lines.Count <= message.Lines)
        {
            return new Told.Done(message.Write());
        }

        var added = lines.Skip(message.Lines).ToList();
        await pace.WaitAsync(message.Conversation, stop);
        var posted = await slack.CallAsync(
            "chat.postMessage",
            new PostMessage(message.Conversation, Foreign.Escaped(added[^1].Text), [ThreadLog.Block(added.Select(line => line.Text))], message.Ts, added.Exists(line => line.IsForAll) ? true : null),
            SlackJson.Default.PostMessage,
            stop);
        return posted is SlackAnswer.Ok ? new Told.Done((message with { Lines = lines.Count }).Write()) : Trouble(posted, message.Conversation, message);
    }

    /// <summary>What to do about what Slack did not take.</summary>
    public static Told.Later Trouble(SlackAnswer answer, string conversation, SlackHandle? message = null) => answer switch
    {
        SlackAnswer.Limited limited => new Told.Later("Slack asks for fewer messages.", limited.After, HoldsQueue: true) { Handle = message?.Write() },
        SlackAnswer.Unreachable broken => new Told.Later(broken.Why, HoldsQueue: true) { Handle = message?.Write() },
        SlackAnswer.Refused refused => new Told.Later(RefusalWords.Of(refused.Error, conversation), RefusalWords.PauseAfter(refused.Error)) { Handle = message?.Write() },
        _ => new Told.Later("Slack's answer names no message."),
    };

    private static string Hash(RequestMessage message) => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(new UpdateMessage("", "", message.Text, message.Blocks), SlackJson.Default.UpdateMessage)))[..16];
}
