using Approvals.Gateway.Storage;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>Takes the blocks of large limits from the disk: the next one while the last is used, so that few calls wait for it.</summary>
internal sealed class LeaseBank(LimitStore store, CounterBook book, SteadyClock clock)
{
    /// <summary>Draws what a place needs, if that is there. The caller holds the lock.</summary>
    public bool TryDraw(Place place)
    {
        var counter = place.Counter;
        if (place.Drawn.IsDefault)
        {
            place.Drawn = counter.Leases.TryDraw(place.Reservation.Amount);
        }

        if (counter.WantsLease)
        {
            counter.Leasing = LeaseAsync(counter, counter.LeaseSize);
        }

        return !place.Drawn.IsDefault;
    }

    public async Task DrawAsync(Place place)
    {
        while (true)
        {
            Task next;
            lock (book.Gate)
            {
                if (TryDraw(place))
                {
                    return;
                }

                // One call may need more than there is in a lease.
                var missing = place.Reservation.Amount - place.Counter.Leases.Left;
                next = place.Counter.Leasing ??= LeaseAsync(place.Counter, Math.Max(missing, place.Counter.LeaseSize));
            }

            await next;
        }
    }

    private async Task LeaseAsync(Counter counter, long size)
    {
        // The caller holds the lock.
        await Task.Yield();
        try
        {
            var row = (await store.AddAsync([new() { Counter = counter.Key, Count = size, ReservedAt = clock.Now, IsLease = true }]))[0];
            (IReadOnlyList<long> Rows, long LastSent) usedUp;
            lock (book.Gate)
            {
                usedUp = counter.Leases.TakeUsedUp();
                counter.Leases.Add(row.Sequence, row.Count);
            }

            store.StampLater(usedUp.Rows, usedUp.LastSent);
        }
        finally
        {
            lock (book.Gate)
            {
                counter.Leasing = null;
            }
        }
    }
}
