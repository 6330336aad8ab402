using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>
/// What is used up of the limits, on disk. The limits themselves are judged elsewhere, by what was read here; a store that replicas
/// share would judge here, when rows are added.
/// </summary>
internal sealed partial class LimitStore(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes, ILogger<LimitStore> log)
{
    /// <summary>How long a row is kept after it was sent: as long as the longest window that a policy can have.</summary>
    public const long KeptMs = 24 * 60 * 60 * 1000;

    /// <summary>Adds rows in one commit and returns them with their keys.</summary>
    public Task<IReadOnlyList<LimitRow>> AddAsync(IReadOnlyList<LimitRow> rows) => writes.RunAsync(async database =>
    {
        database.Limits.AddRange(rows);
        await database.SaveChangesAsync();
        return rows;
    });

    /// <summary>Notes when the last calls of these rows were sent. Nobody waits for it: see <see cref="Follow"/>.</summary>
    public void StampLater(IReadOnlyList<long> sequences, long sentAt) => Follow(sequences, database =>
        database.Limits.Where(row => sequences.Contains(row.Sequence))
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.SentAt, sentAt)));

    /// <summary>Nothing of these rows was sent. Nobody waits for it: see <see cref="Follow"/>.</summary>
    public void RemoveLater(IReadOnlyList<long> sequences) => Follow(sequences, database =>
        database.Limits.Where(row => sequences.Contains(row.Sequence)).ExecuteDeleteAsync());

    /// <summary>Notes that everything of which it is not known was sent by now.</summary>
    public Task StampOpenAsync(long sentAt) => writes.RunAsync(database =>
        database.Limits.Where(row => row.SentAt == null).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.SentAt, sentAt)));

    /// <summary>The rows of one counter that were sent after that time, or of which it is not known.</summary>
    public async Task<IReadOnlyList<LimitRow>> LoadAsync(string counter, long sentAfter)
    {
        await using var database = await databases.CreateDbContextAsync();
        return await database.Limits.AsNoTracking()
            .Where(row => row.Counter == counter && (row.SentAt == null || row.SentAt > sentAfter))
            .OrderBy(row => row.Sequence)
            .ToListAsync();
    }

    /// <summary>
    /// Makes one row of all that a counter sent within a quarter of an hour, as if all of it had been sent last. For what is in no
    /// window any more, and only kept because a policy may make the window longer.
    /// </summary>
    /// <param name="prefix">What the counters' keys begin with: text that ends in a line feed.</param>
    /// <param name="sentUntil">What was sent later is left alone.</param>
    public Task<int> MergeAsync(string prefix, long sentUntil) => writes.RunAsync(async database =>
    {
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        var last = await database.Limits.MaxAsync(row => (long?)row.Sequence) ?? 0;
        await database.Database.ExecuteSqlAsync($"""
            INSERT INTO "Limits" ("Counter", "Count", "ReservedAt", "SentAt", "IsLease")
            SELECT "Counter", SUM("Count"), MAX("ReservedAt"), MAX("SentAt"), {false} FROM "Limits"
            WHERE "Counter" >= {prefix} AND "Counter" < {end} AND "SentAt" <= {sentUntil}
            GROUP BY "Counter", "SentAt" / 900000 HAVING COUNT(*) > 1
            """);
        return await database.Database.ExecuteSqlAsync($"""
            DELETE FROM "Limits" WHERE "Counter" >= {prefix} AND "Counter" < {end} AND "SentAt" <= {sentUntil} AND "Sequence" <= {last}
            AND EXISTS (SELECT 1 FROM "Limits" AS merged WHERE merged."Sequence" > {last}
                AND merged."Counter" = "Limits"."Counter" AND merged."SentAt" / 900000 = "Limits"."SentAt" / 900000)
            """);
    });

    /// <summary>Drops what was sent until that time.</summary>
    public Task<int> DropAsync(long sentUntil) => writes.RunAsync(database => database.Limits.Where(row => row.SentAt <= sentUntil).ExecuteDeleteAsync());

    // Without these writes the disk says more than was used, never less. But they are in the queue when this returns: in their order,
    // and before a stop closes it.
    private void Follow(IReadOnlyList<long> sequences, Func<ApprovalsDb, Task<int>> write)
    {
        if (sequences.Count > 0)
        {
            _ = writes.RunAsync(write).ContinueWith(
                failed => LogNotKept(log, failed.Exception!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The use of a limit could not be written down; it counts longer than it has to.")]
    private static partial void LogNotKept(ILogger log, Exception exception);
}
