using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>What is used up of the limits, on disk.</summary>
internal sealed class LimitStore(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes)
{
    /// <summary>Adds rows in one commit and returns them with their keys.</summary>
    public Task<IReadOnlyList<LimitRow>> AddAsync(IReadOnlyList<LimitRow> rows) => writes.RunAsync(async database =>
    {
        database.Limits.AddRange(rows);
        await database.SaveChangesAsync();
        return rows;
    });

    /// <summary>Notes when the last calls of these rows were sent.</summary>
    public Task<int> StampAsync(IReadOnlyList<long> sequences, long sentAt) => writes.RunAsync(database =>
        database.Limits.Where(row => sequences.Contains(row.Sequence))
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.SentAt, sentAt)));

    public Task<int> RemoveAsync(IReadOnlyList<long> sequences) => writes.RunAsync(database =>
        database.Limits.Where(row => sequences.Contains(row.Sequence)).ExecuteDeleteAsync());

    /// <summary>Drops what no window reaches any more and returns the rest.</summary>
    public async Task<IReadOnlyList<LimitRow>> LoadAsync(long sentSince, CancellationToken stop)
    {
        await writes.RunAsync(database => database.Limits.Where(row => row.SentAt < sentSince).ExecuteDeleteAsync());
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Limits.AsNoTracking().OrderBy(row => row.Sequence).ToListAsync(stop);
    }
}
