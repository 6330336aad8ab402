using Approvals.Gateway.Notifications.Slack.Api;
using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Notifications.Slack.Messages;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>Says something to one person in a conversation, and to nobody else.</summary>
internal sealed partial class Whisper(SlackClient slack, ILogger<Whisper> log)
{
    public async Task SayAsync(Interaction.Click to, string sentence, CancellationToken stop)
    {
        var answer = await slack.CallAsync(
            "chat.postEphemeral",
            new PostEphemeral(to.Conversation, to.User, Foreign.Escaped(sentence), [new RichTextBlock([new Section([new TextRun(sentence)])])]),
            SlackJson.Default.PostEphemeral,
            stop);
        if (answer is not SlackAnswer.Ok)
        {
            LogUnsaid(log, to.User, answer.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack user {User} could not be told why a click did nothing ({Answer}).")]
    private static partial void LogUnsaid(ILogger log, string user, string answer);
}
