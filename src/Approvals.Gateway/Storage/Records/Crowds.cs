using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Records;

/// <summary>What a channel has of a grant that asks for much at once.</summary>
/// <param name="Recent">How many of its requests were told there a short while ago, in whichever way.</param>
/// <param name="Shared">The handle of the last message there that stands for several of them, or null.</param>
/// <param name="AreMoreDue">Whether others of its requests are still to be told there, other than by messages of their own.</param>
internal sealed record Crowd(int Recent, string? Shared, bool AreMoreDue);

/// <summary>Counts what one grant asks for, so that a burst of requests does not become a burst of messages.</summary>
internal sealed class Crowds(IDbContextFactory<ApprovalsDb> databases)
{
    /// <summary>What was told in <paramref name="channel"/> of other requests of the same grant, in the time before this one was made.</summary>
    /// <param name="channel">A channel with its recipient, as deliveries name it.</param>
    /// <param name="request">The request to be told.</param>
    /// <param name="window">How long before it.</param>
    /// <param name="sharedPrefix">What the handles of shared messages begin with.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<Crowd> FindAsync(string channel, ApprovalRequest request, TimeSpan window, string sharedPrefix, CancellationToken stop)
    {
        var since = request.CreatedAt - window;
        await using var database = await databases.CreateDbContextAsync(stop);
        var others = await (
            from other in database.Requests.AsNoTracking()
            where other.CreatedAt > since && other.Asked.Grant == request.Asked.Grant && other.Id != request.Id
            join delivery in database.Deliveries on other.Id equals delivery.RequestId
            where delivery.Channel == channel && !(delivery.IsOver && delivery.DeliveredAt == null)
            orderby delivery.DeliveredAt
            select new { delivery.Handle, IsDue = !delivery.IsOver && delivery.ToldVersion < other.Version }).ToListAsync(stop);
        return new Crowd(
            others.Count(other => other.Handle is not null),
            others.LastOrDefault(other => other.Handle?.StartsWith(sharedPrefix, StringComparison.Ordinal) == true)?.Handle,
            others.Exists(other => other.IsDue && other.Handle?.StartsWith(sharedPrefix, StringComparison.Ordinal) != false));
    }

    /// <summary>How many requests a shared message stands for, and how many of them still wait.</summary>
    /// <param name="channel">Where it is.</param>
    /// <param name="handle">Its handle.</param>
    /// <param name="since">When the first of them was made.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<(int All, int Waiting)> CountAsync(string channel, string handle, DateTimeOffset since, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var standings = await (
            from request in database.Requests.AsNoTracking()
            where request.CreatedAt >= since
            join delivery in database.Deliveries on request.Id equals delivery.RequestId
            where delivery.Channel == channel && delivery.Handle == handle
            select request.Status).ToListAsync(stop);
        return (standings.Count, standings.Count(status => status == RequestStatus.Pending));
    }
}
