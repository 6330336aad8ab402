using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>
/// Messages that still have to reach their consumer. The bus may take one and lose it: it counts as done when its consumer says so,
/// and until then it is due again and again.
/// </summary>
internal sealed class Outbox(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes)
{
    /// <summary>Messages that are due, oldest first.</summary>
    public async Task<IReadOnlyList<OutboxRow>> FindDueAsync(DateTimeOffset now, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Outbox.AsNoTracking()
            .Where(row => row.DoneAt == null && row.DueAt <= now)
            .OrderBy(row => row.Sequence)
            .Take(limit)
            .ToListAsync(stop);
    }

    /// <summary>Notes that the bus took these messages, which <paramref name="attempts"/> times it had before; unless they are done by then, they are due again.</summary>
    public Task<int> PutOffAsync(IReadOnlyList<long> sequences, int attempts, DateTimeOffset dueAgain) => writes.RunAsync(database =>
        database.Outbox.Where(row => sequences.Contains(row.Sequence) && row.DoneAt == null)
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Attempts, attempts + 1).SetProperty(row => row.DueAt, dueAgain)));

    /// <summary>A consumer has done what the message asks for. Zero if one had before.</summary>
    public Task<int> MarkDoneAsync(long sequence, DateTimeOffset now) => writes.RunAsync(database =>
        database.Outbox.Where(row => row.Sequence == sequence && row.DoneAt == null)
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.DoneAt, now)));
}
