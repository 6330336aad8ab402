using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>
/// Deliveries that follow their request to its end. A row says which version its recipient knows; a request that is further has news for
/// them, whoever changed it and however long ago. So nothing has to be sent at the moment of a change, and nothing is lost by a restart.
/// </summary>
internal sealed class FollowedDeliveries(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes)
{
    // A new request begins at 0, and its recipient knows nothing.
    private const int KnowsNothing = -1;

    /// <summary>From now on these channels follow the request. Those that do already go on.</summary>
    public Task<int> OpenAsync(string requestId, IReadOnlyCollection<string> channels, DateTimeOffset now) => writes.RunAsync(async database =>
    {
        var known = await database.Deliveries.Where(row => row.RequestId == requestId).Select(row => row.Channel).ToListAsync();
        database.Deliveries.AddRange(channels.Except(known).Select(channel => new DeliveryRow
        {
            RequestId = requestId,
            Channel = channel,
            Kind = OutboxKind.Requested,
            ClaimedAt = DeliveryStore.Never,
            DueAt = now,
            ToldVersion = KnowsNothing,
        }));
        return await database.SaveChangesAsync();
    });

    /// <summary>Follows something that was delivered without having been noted.</summary>
    public Task<int> AdoptAsync(string requestId, string channel, string handle, DateTimeOffset now) => writes.RunAsync(async database =>
    {
        if (await database.Deliveries.AnyAsync(row => row.RequestId == requestId && row.Channel == channel))
        {
            return 0;
        }

        database.Deliveries.Add(new DeliveryRow
        {
            RequestId = requestId,
            Channel = channel,
            Kind = OutboxKind.Requested,
            ClaimedAt = DeliveryStore.Never,
            DueAt = now,
            ToldVersion = KnowsNothing,
            DeliveredAt = now,
            Handle = handle,
        });
        return await database.SaveChangesAsync();
    });

    /// <summary>Deliveries with news that nobody is at, the longest due first.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> FindDueAsync(DateTimeOffset now, string? channel, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var abandoned = now - DeliveryStore.Claim;
        return await (
            from delivery in database.Deliveries.AsNoTracking()
            join request in database.Requests on delivery.RequestId equals request.Id
            where !delivery.IsOver && delivery.DueAt <= now && delivery.ClaimedAt <= abandoned && delivery.ToldVersion < request.Version
            where channel == null || delivery.Channel == channel
            orderby delivery.DueAt
            select delivery).Take(limit).ToListAsync(stop);
    }

    /// <summary>Everything that was delivered of a request.</summary>
    public async Task<IReadOnlyList<DeliveryRow>> ListAsync(string requestId, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Deliveries.AsNoTracking().Where(row => row.RequestId == requestId).OrderBy(row => row.Channel).ToListAsync(stop);
    }

    /// <summary>Takes one on: of two that try, one gets it. It is free again once it is noted, or when whoever has it is dead.</summary>
    public Task<bool> TakeAsync(DeliveryRow delivery, DateTimeOffset now) => writes.RunAsync(async database =>
    {
        var abandoned = now - DeliveryStore.Claim;
        return await Of(database, delivery).Where(row => !row.IsOver && row.ClaimedAt <= abandoned)
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.ClaimedAt, now)) == 1;
    });

    /// <summary>Notes how it went, and lets go of it.</summary>
    public Task<int> NoteAsync(DeliveryRow after) => writes.RunAsync(database => Of(database, after).ExecuteUpdateAsync(rows => rows
        .SetProperty(row => row.ClaimedAt, DeliveryStore.Never)
        .SetProperty(row => row.DeliveredAt, after.DeliveredAt)
        .SetProperty(row => row.ToldVersion, after.ToldVersion)
        .SetProperty(row => row.DueAt, after.DueAt)
        .SetProperty(row => row.Attempts, after.Attempts)
        .SetProperty(row => row.Problem, after.Problem)
        .SetProperty(row => row.Handle, after.Handle)
        .SetProperty(row => row.IsOver, after.IsOver)));

    private static IQueryable<DeliveryRow> Of(ApprovalsDb database, DeliveryRow delivery) => database.Deliveries
        .Where(row => row.RequestId == delivery.RequestId && row.Channel == delivery.Channel && row.Kind == delivery.Kind);
}
