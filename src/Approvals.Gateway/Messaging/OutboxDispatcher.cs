using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Storage;
using MassTransit;

namespace Approvals.Gateway.Messaging;

/// <summary>
/// Takes committed messages to the bus, and takes them there again until their consumer has marked them as done. A bus that is down
/// delays them; it never delays a call.
/// </summary>
internal sealed partial class OutboxDispatcher(Outbox outbox, OutboxBell bell, IBus bus, TimeProvider clock, ILogger<OutboxDispatcher> log) : BackgroundService
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostForOneRound = TimeSpan.FromSeconds(5);
    // Longer than a delivery's claim, so that what a dead consumer had taken on is free when its message comes again.
    private static readonly TimeSpan FirstRepeat = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastRepeat = TimeSpan.FromMinutes(5);

    private bool _troubled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await PublishDueAsync(stoppingToken) == MostAtOnce)
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
                LogRoundFailed(log, broken);
                await Task.Delay(Sweep, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Returns how many the bus took. What it did not take stays due.</summary>
    private async Task<int> PublishDueAsync(CancellationToken stop)
    {
        var rows = await outbox.FindDueAsync(clock.GetUtcNow(), MostAtOnce, stop);
        if (rows.Count == 0)
        {
            return 0;
        }

        // Without a token, publishing to a dead broker waits for ever.
        using var limit = new CancellationTokenSource(MostForOneRound, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        var failures = await Task.WhenAll(rows.Select(row => PublishAsync(row, either.Token)));
        var taken = rows.Where((_, index) => failures[index] is null).ToList();
        foreach (var equal in taken.GroupBy(row => row.Attempts))
        {
            await outbox.PutOffAsync([.. equal.Select(row => row.Sequence)], equal.Key, clock.GetUtcNow() + RepeatAfter(equal.Key));
        }

        stop.ThrowIfCancellationRequested();
        Tell(failures.OfType<Exception>().FirstOrDefault());
        return taken.Count;
    }

    private async Task<Exception?> PublishAsync(OutboxRow row, CancellationToken stop)
    {
        try
        {
            Failpoint.Reach(Point.Publishing);
            await (row.Kind switch
            {
                // On a new broker nobody may listen yet: then it is returned, rather than dropped.
                OutboxKind.Requested => bus.Publish(new ApprovalRequested(row.RequestId, row.Sequence), message => message.Mandatory = true, stop),
                _ => bus.Publish(new ApprovalResolved(row.RequestId, row.Sequence), stop),
            });
            Failpoint.Reach(Point.Published);
            return null;
        }
        catch (Exception failed)
        {
            return failed;
        }
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

    private static TimeSpan RepeatAfter(int attempts) =>
        TimeSpan.FromTicks(Math.Min(LastRepeat.Ticks, FirstRepeat.Ticks << Math.Min(attempts, 10)));

    // Once when it breaks and once when it is well again, not once a round.
    private void Tell(Exception? failure)
    {
        if (failure is not null && !_troubled)
        {
            LogPublishFailed(log, failure.GetType().Name);
        }
        else if (failure is null && _troubled)
        {
            LogPublishes(log);
        }

        _troubled = failure is not null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue cannot be reached ({Reason}). Calls are parked and can be decided; they are announced when it is back.")]
    private static partial void LogPublishFailed(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The queue is back: what waited is announced.")]
    private static partial void LogPublishes(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be read or written; it is tried again.")]
    private static partial void LogRoundFailed(ILogger log, Exception exception);
}
