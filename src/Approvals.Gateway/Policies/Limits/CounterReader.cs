using Approvals.Gateway.Storage;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>Reads what was counted before: once for each counter, when it is first needed.</summary>
internal sealed class CounterReader(LimitStore store, CounterBook book, SteadyClock clock)
{
    /// <summary>Begins to read those that are not read yet; null when there are none. The caller holds the lock.</summary>
    public Task? Read(Counter[] counters)
    {
        List<Task>? loading = null;
        foreach (var counter in counters)
        {
            if (!counter.IsLoaded)
            {
                (loading ??= []).Add(counter.Loading ??= ReadAsync(counter));
            }
        }

        return loading is null ? null : Task.WhenAll(loading);
    }

    private async Task ReadAsync(Counter counter)
    {
        // The caller holds the lock.
        await Task.Yield();
        try
        {
            var rows = await store.LoadAsync(counter.Key, clock.Now - LimitStore.KeptMs);
            lock (book.Gate)
            {
                foreach (var row in rows)
                {
                    counter.Window.Restore(row.SentAt ?? clock.Now, row.Count);
                }

                counter.IsLoaded = true;
            }
        }
        finally
        {
            lock (book.Gate)
            {
                counter.Loading = null;
            }
        }
    }
}
