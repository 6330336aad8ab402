using System.Collections.Concurrent;
using System.Threading.Channels;
using Approvals.Gateway.Storage;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>
/// Takes rumours that a request has changed, from this process and from the bus, reads the row, and tells those who look on. What they were
/// told before is not told again.
/// </summary>
internal sealed partial class LiveFeed(
    ApprovalStore store, LiveConnections connections, Presence presence, EndedSessions ended, ChangeBell changes, TimeProvider clock, ILogger<LiveFeed> log)
    : BackgroundService
{
    private const int MostRumours = 10_000;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, bool> rumours = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> beside = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> told = new(StringComparer.Ordinal);

    // Costs nothing while nobody looks on.
    private void Hear(string id)
    {
        if (connections.IsEmpty)
        {
            return;
        }

        if (rumours.Count >= MostRumours)
        {
            rumours.Clear();
            connections.DropAll();
            return;
        }

        rumours[id] = true;
        bell.Writer.TryWrite(true);
    }

    private void HearBeside(string id)
    {
        if (!connections.IsEmpty)
        {
            beside[id] = true;
            Hear(id);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ended.Added += connections.DropTheDeparted;
        changes.Rung += Hear;
        changes.RungBeside += HearBeside;
        return Task.WhenAll(TellAsync(stoppingToken), KeepWatchAsync(stoppingToken));
    }

    private async Task TellAsync(CancellationToken stop)
    {
        while (await bell.Reader.WaitToReadAsync(stop))
        {
            bell.Reader.TryRead(out _);
            foreach (var id in rumours.Keys)
            {
                rumours.TryRemove(id, out _);
                await TellAsync(id, stop);
            }
        }
    }

    private async Task TellAsync(string id, CancellationToken stop)
    {
        try
        {
            if (await store.FindAsync(id, stop) is { } request && IsNews(request, out var isNew))
            {
                connections.Publish(new LiveChange(request, isNew));
            }
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LogUnread(log, broken);
            rumours[id] = true;
            bell.Writer.TryWrite(true);
            await Task.Delay(Retry, clock, stop);
        }
    }

    private bool IsNews(ApprovalRequest request, out bool isNew)
    {
        if (told.Count >= MostRumours)
        {
            told.Clear();
        }

        isNew = !told.TryGetValue(request.Id, out var version) && request is { Status: RequestStatus.Pending, Decisions.Count: 0 };
        told[request.Id] = request.Version;
        return isNew || version != request.Version || beside.TryRemove(request.Id, out _);
    }

    // A sign-in runs out, a person may be removed and a page fall silent, while nothing at all is sent.
    private async Task KeepWatchAsync(CancellationToken stop)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        while (await rounds.WaitForNextTickAsync(stop))
        {
            connections.DropTheDeparted();
            if (presence.ForgetTheSilent())
            {
                connections.TellOfPresence();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request that changed could not be read for those who look on; it is tried again.")]
    private static partial void LogUnread(ILogger log, Exception exception);
}
