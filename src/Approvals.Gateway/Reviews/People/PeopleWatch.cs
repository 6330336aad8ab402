namespace Approvals.Gateway.Reviews.People;

/// <summary>Reads who is known before the first call is served, and then again and again: somebody may have signed in at another replica.</summary>
internal sealed partial class PeopleWatch(KnownPeople people, TimeProvider clock, ILogger<PeopleWatch> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await people.ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        while (await rounds.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await people.ReadAsync(stoppingToken);
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                LogUnread(log, broken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who has signed in could not be read; those who were known stay so until their time ends.")]
    private static partial void LogUnread(ILogger log, Exception exception);
}
