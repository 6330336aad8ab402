namespace Approvals.Gateway.Policies.Limits;

/// <summary>Keeps what is counted small, in memory and on disk, for as long as the gateway runs.</summary>
internal sealed partial class LimitSweep(LimitLedger ledger, TimeProvider clock, ILogger<LimitSweep> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        while (await rounds.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ledger.SweepAsync();
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                LogRoundFailed(log, broken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Past counts of limits could not be put away; the next round tries again.")]
    private static partial void LogRoundFailed(ILogger log, Exception exception);
}
