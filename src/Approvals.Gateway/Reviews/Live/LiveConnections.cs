using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>Everybody who looks on at this replica.</summary>
internal sealed partial class LiveConnections(
    IHubContext<ApprovalsHub> hub, ReviewerBook reviewers, EndedSessions ended, TimeProvider clock, ILogger<LiveConnections> log)
{
    /// <summary>Open pages and programs of one person.</summary>
    public const int MostOfOnePerson = 50;

    private readonly ConcurrentDictionary<string, LiveConnection> open = new(StringComparer.Ordinal);

    public bool IsEmpty => open.IsEmpty;

    public LiveConnection? Find(string id) => open.GetValueOrDefault(id);

    /// <summary>Lets a connection in; false if it has no pass, or its holder has too many.</summary>
    public bool TryAdd(HubCallerContext context)
    {
        if (context.GetHttpContext() is not { } request || HubPass.Of(request) is not { } pass)
        {
            return false;
        }

        var connection = new LiveConnection(
            context, hub.Clients.Client(context.ConnectionId), () => pass.FindHolder(reviewers, ended, clock.GetUtcNow()), clock);
        if (connection.Holder is not { } person || open.Values.Count(other => other.Holder?.Id == person.Id) >= MostOfOnePerson)
        {
            return false;
        }

        open[context.ConnectionId] = connection;
        _ = RunAsync(connection);
        return true;
    }

    public void Remove(string id) => open.TryRemove(id, out _);

    public void Publish(LiveChange change)
    {
        foreach (var connection in open.Values)
        {
            connection.Offer(change);
        }
    }

    /// <summary>Tells everybody that others look at something else now.</summary>
    public void TellOfPresence()
    {
        foreach (var connection in open.Values)
        {
            connection.OfferPresence();
        }
    }

    /// <summary>Cuts off whoever has been removed or signed out.</summary>
    public void DropTheDeparted() => Drop(connection => connection.Holder is null);

    /// <summary>Makes everybody begin again, with a look at everything.</summary>
    public void DropAll() => Drop(_ => true);

    private void Drop(Func<LiveConnection, bool> which)
    {
        foreach (var connection in open.Values.Where(which))
        {
            connection.Cut();
        }
    }

    private async Task RunAsync(LiveConnection connection)
    {
        try
        {
            await connection.RunAsync();
        }
        catch (Exception broken)
        {
            LogBroken(log, broken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A live connection was cut off, because what changed could not be sent to it.")]
    private static partial void LogBroken(ILogger log, Exception exception);
}
