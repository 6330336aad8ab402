using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;

namespace Approvals.Gateway.Policies;

/// <summary>
/// Follows the folder of the policies. What changes there is in force within a second, as one set; a set with any problem in it is not,
/// and the last good one stays. Each version that was ever in force is kept, with an audit row of when.
/// </summary>
internal sealed partial class PolicyWatch(PolicySource source, PolicyBook policies, PolicyVersions versions, TimeProvider clock, ILogger<PolicyWatch> log) : BackgroundService
{
    // By looking, not by the system's file events: those are scarce, and missing on network drives.
    public static readonly TimeSpan Round = TimeSpan.FromMilliseconds(400);

    private string? _seen;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await NoteAsync();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (source.Directory is not { } directory)
        {
            return;
        }

        using var rounds = new PeriodicTimer(Round, clock);
        do
        {
            await LookAsync(directory);
        }
        while (await rounds.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(string directory)
    {
        try
        {
            var stamp = PolicyFolder.StampOf(directory);
            if (stamp != _seen)
            {
                _seen = stamp;
                await ReadAsync(directory);
            }
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            _seen = null;
            Reject([$"{directory}: cannot be read: {unreadable.Message}"]);
        }
    }

    private async Task ReadAsync(string directory)
    {
        var problems = new List<string>();
        var documents = source.Read(problems);
        if (problems.Count > 0)
        {
            Reject(problems);
            return;
        }

        var before = policies.Documents.ToDictionary(document => document.Policy.Name, document => document.Policy.Version, StringComparer.Ordinal);
        var wasBroken = policies.Problems.Count > 0;
        var isChanged = documents.Count != before.Count || documents.Any(document => before.GetValueOrDefault(document.Policy.Name) != document.Policy.Version);
        if (isChanged || wasBroken)
        {
            policies.Replace(documents);
            LogInForce(log, documents.Count, directory);
            await NoteAsync();
        }
    }

    private void Reject(IReadOnlyList<string> problems)
    {
        if (!problems.SequenceEqual(policies.Problems))
        {
            policies.Reject(problems);
            LogBroken(log, string.Join(Environment.NewLine, problems));
        }
    }

    // What is in force is in force, whether or not it could be noted: the next change notes it too.
    private async Task NoteAsync()
    {
        try
        {
            await versions.NoteAsync(
                [.. policies.Documents.Select(document => new PolicyVersionRow { Name = document.Policy.Name, Version = document.Policy.Version, At = clock.GetUtcNow(), Text = document.Text })]);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LogNotNoted(log, broken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Count} policies of {Directory} are in force as they are now.")]
    private static partial void LogInForce(ILogger log, int count, string directory);

    [LoggerMessage(Level = LogLevel.Error, Message = "The policies in their folder have problems, so the last good ones stay in force:\n{Problems}")]
    private static partial void LogBroken(ILogger log, string problems);

    [LoggerMessage(Level = LogLevel.Error, Message = "The versions of the policies could not be noted in the database.")]
    private static partial void LogNotNoted(ILogger log, Exception exception);
}
