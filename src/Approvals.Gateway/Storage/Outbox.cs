using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>Messages that still have to reach the bus.</summary>
internal sealed class Outbox(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes)
{
    public async Task<IReadOnlyList<OutboxRow>> FindUnpublishedAsync(int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Outbox.AsNoTracking()
            .Where(row => row.PublishedAt == null)
            .OrderBy(row => row.Sequence)
            .Take(limit)
            .ToListAsync(stop);
    }

    public Task<int> MarkPublishedAsync(IReadOnlyList<long> sequences, DateTimeOffset now) => writes.RunAsync(database =>
        database.Outbox.Where(row => sequences.Contains(row.Sequence))
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.PublishedAt, now)));
}
