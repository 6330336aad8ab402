using Approvals.Gateway.Storage;
using MassTransit;

namespace Approvals.Gateway.Messaging;

/// <summary>Takes committed messages to the bus, in order. A bus that is down delays them; it never delays a call.</summary>
internal sealed partial class OutboxDispatcher(Outbox outbox, OutboxBell bell, IBus bus, TimeProvider clock, ILogger<OutboxDispatcher> log) : BackgroundService
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostForOnePublish = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await PublishSomeAsync(stoppingToken) == MostAtOnce)
                {
                }

                await WaitForRingAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception broken)
            {
                LogPublishFailed(log, broken);
                await Task.Delay(Sweep, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> PublishSomeAsync(CancellationToken stop)
    {
        var rows = await outbox.FindUnpublishedAsync(MostAtOnce, stop);
        foreach (var row in rows)
        {
            // Without a token, publishing to a dead broker waits for ever.
            using var limit = new CancellationTokenSource(MostForOnePublish, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
            await (row.Kind switch
            {
                OutboxKind.Requested => bus.Publish(new ApprovalRequested(row.RequestId), either.Token),
                _ => bus.Publish(new ApprovalResolved(row.RequestId), either.Token),
            });
        }

        if (rows.Count > 0)
        {
            await outbox.MarkPublishedAsync([.. rows.Select(row => row.Sequence)], clock.GetUtcNow());
        }

        return rows.Count;
    }

    private async Task WaitForRingAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Sweep, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await bell.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nobody rang: look all the same.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Messages could not be published; they stay in the outbox and are tried again.")]
    private static partial void LogPublishFailed(ILogger log, Exception exception);
}
