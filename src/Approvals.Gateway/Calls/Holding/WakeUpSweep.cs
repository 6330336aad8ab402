using Approvals.Gateway.Storage;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>Rings again for what was resolved a moment ago: a message that got lost costs seconds, never an answer.</summary>
internal sealed partial class WakeUpSweep(ApprovalStore store, ParkedCalls parked, TimeProvider clock, ILogger<WakeUpSweep> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        while (await rounds.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (parked.Count == 0)
                {
                    continue;
                }

                foreach (var id in await store.FindResolvedAsync(clock.GetUtcNow() - Reach, stoppingToken))
                {
                    parked.Ring(id);
                }
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                LogRoundFailed(log, broken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Resolved requests could not be looked for; the next round tries again.")]
    private static partial void LogRoundFailed(ILogger log, Exception exception);
}
