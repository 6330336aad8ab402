using System.Threading.Channels;
using Approvals.Gateway.Notifications.Slack.Blocks;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>
/// Takes what people do in Slack, whichever way it comes. Slack wants an answer within three seconds, so a click is only noted here and followed
/// afterwards. A click that is lost with the process was never more than noted: the person sees that nothing happened, and clicks again.
/// </summary>
internal sealed partial class InteractionIntake(Clicks clicks, Submissions submissions, ILogger<InteractionIntake> log) : BackgroundService
{
    private const int MostWaiting = 1_000;
    private const int AtATime = 4;
    private static readonly TimeSpan LongestWork = TimeSpan.FromSeconds(30);

    private readonly Channel<Interaction.Click> waiting = Channel.CreateBounded<Interaction.Click>(MostWaiting);

    /// <summary>What to tell Slack; null for a bare acknowledgement.</summary>
    public async Task<ViewAnswer?> TakeAsync(Interaction? interaction, CancellationToken stop)
    {
        switch (interaction)
        {
            case Interaction.Submission submission:
                return await submissions.AnswerAsync(submission, stop);
            case Interaction.Click click when !waiting.Writer.TryWrite(click):
                LogFull(log, MostWaiting);
                return null;
            default:
                return null;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => FollowAsync(stoppingToken)));

    private async Task FollowAsync(CancellationToken stop)
    {
        await foreach (var click in waiting.Reader.ReadAllAsync(stop))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(LongestWork);
            try
            {
                await clicks.FollowAsync(click, limit.Token);
            }
            catch (Exception broken) when (!stop.IsCancellationRequested)
            {
                LogBroke(log, broken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A click in Slack could not be followed; whoever clicked sees no change and may click again.")]
    private static partial void LogBroke(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} clicks in Slack wait to be followed; one more was dropped.")]
    private static partial void LogFull(ILogger log, int count);
}
