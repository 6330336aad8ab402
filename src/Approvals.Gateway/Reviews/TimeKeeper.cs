using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews;

/// <summary>Moves what only time moves, so that nobody has to look at a request for it to expire.</summary>
internal sealed partial class TimeKeeper(
    ApprovalStore store, ApprovalDesk desk, GatewayOptions options, TimeProvider clock, ILogger<TimeKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    // Before the first call is served: afterwards a released request without an outcome is simply one that runs.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await SettleWhatACrashLeftAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        while (await rounds.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var id in await store.FindOverdueAsync(clock.GetUtcNow(), stoppingToken))
                {
                    await desk.PassTimeAsync(id);
                }

                foreach (var id in options.Reminders ? await store.FindToRemindOfAsync(clock.GetUtcNow(), stoppingToken) : [])
                {
                    await desk.RemindAsync(id);
                }

                await EraseWhatWasKeptLongEnoughAsync(stoppingToken);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                LogRoundFailed(log, broken);
            }
        }
    }

    private async Task EraseWhatWasKeptLongEnoughAsync(CancellationToken stop)
    {
        var outdated = await store.FindEndedWithContentsAsync(clock.GetUtcNow() - options.KeepContents.Value, stop);
        foreach (var id in outdated)
        {
            await desk.EraseAsync(id, ApprovalDesk.Gateway);
        }

        if (outdated.Count > 0)
        {
            await store.ForgetDeletedAsync();
        }
    }

    // A call that was released by a process that is no more may have run: that is for a person to find out, never for a retry.
    private async Task SettleWhatACrashLeftAsync(CancellationToken stop)
    {
        foreach (var id in await store.FindReleasedWithoutOutcomeAsync(stop))
        {
            await desk.CompleteAsync(id, Outcome.Unknown, answerJson: null);
            LogUnknown(log, id);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {Id} was released before this process started and its outcome was never written: it may have run.")]
    private static partial void LogUnknown(ILogger log, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "Requests whose time is up could not be looked for; the next round tries again.")]
    private static partial void LogRoundFailed(ILogger log, Exception exception);
}
