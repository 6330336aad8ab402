using System.Collections.Immutable;
using Approvals.Gateway.Storage;
using Approvals.Policies;
using Approvals.Policies.Limits;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>
/// Counts calls against the limits of their policy: exactly, all limits of a call or none, and over restarts. Here is decided; what
/// <see cref="LimitStore"/> keeps is read once for each counter, and says at least as much as was used.
/// </summary>
internal sealed class LimitLedger(LimitStore store, CounterBook book, LeaseBank leases, CounterReader reader, SteadyClock clock) : IHostedService
{
    private static readonly LimitAnswer Unlimited = new LimitAnswer.Reserved(Places.None);

    // What was under way when the process died may have been sent until then, however long before it was reserved.
    public Task StartAsync(CancellationToken cancellationToken) => store.StampOpenAsync(clock.Now);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes places in each limit. Without limits, and from a lease, it does no I/O.</summary>
    public ValueTask<LimitAnswer> ReserveAsync(Policy policy, Payer payer, Charges charges)
    {
        if (charges.Count == 0)
        {
            return ValueTask.FromResult(Unlimited);
        }

        Places places;
        lock (book.Gate)
        {
            var now = clock.Now;
            var counters = new Counter[charges.Count];
            if (Find(policy, payer, charges, counters, now) is { } tooMany)
            {
                return ValueTask.FromResult<LimitAnswer>(new LimitAnswer.Full(tooMany));
            }

            if (reader.Read(counters) is { } loading)
            {
                return new ValueTask<LimitAnswer>(ReserveAfterAsync(loading, policy, payer, charges));
            }

            if (LimitWords.Longest(charges, counters, now) is { } full)
            {
                return ValueTask.FromResult<LimitAnswer>(new LimitAnswer.Full(full));
            }

            places = new Places(this, Take(charges, counters, now));
            if (places.Taken.All(place => !place.IsExact && leases.TryDraw(place)))
            {
                return ValueTask.FromResult<LimitAnswer>(new LimitAnswer.Reserved(places));
            }
        }

        return new ValueTask<LimitAnswer>(KeepAsync(places));
    }

    /// <summary>What <see cref="ReserveAsync"/> would refuse now, without taking a place.</summary>
    public async ValueTask<Verdict.RateLimited?> CheckAsync(Policy policy, Payer payer, Charges charges)
    {
        while (true)
        {
            Task loading;
            lock (book.Gate)
            {
                var now = clock.Now;
                var counters = new Counter[charges.Count];
                if (Find(policy, payer, charges, counters, now) is { } tooMany)
                {
                    return tooMany;
                }

                if (reader.Read(counters) is not { } needed)
                {
                    return LimitWords.Longest(charges, counters, now);
                }

                loading = needed;
            }

            await loading;
        }
    }

    public void Stamp(Places places)
    {
        long now;
        lock (book.Gate)
        {
            now = clock.Now;
            foreach (var place in places.Taken)
            {
                place.Counter.Window.Sent(place.Reservation, now);
                Leases.Sent(place.Drawn, now);
            }
        }

        store.StampLater(places.Rows, now);
    }

    public void Release(Places places, bool wasSent)
    {
        lock (book.Gate)
        {
            foreach (var place in places.Taken)
            {
                place.Counter.Window.GiveBack(place.Reservation);
                place.Counter.Leases.GiveBack(place.Drawn, wasSent);
            }
        }

        store.RemoveLater(places.Rows);
    }

    /// <summary>Drops what counts no more, in memory and on disk.</summary>
    public async Task SweepAsync()
    {
        IReadOnlyList<(string Prefix, TimeSpan Window)> windows;
        lock (book.Gate)
        {
            Tidy(clock.Now);
            windows = book.Windows;
        }

        foreach (var (prefix, window) in windows)
        {
            await store.MergeAsync(prefix, clock.Now - (long)window.TotalMilliseconds);
        }

        await store.DropAsync(clock.Now - LimitStore.KeptMs);
    }

    // Nothing was sent yet: what cannot be written down is given back.
    private async Task<LimitAnswer> KeepAsync(Places places)
    {
        try
        {
            foreach (var place in places.Taken.Where(place => !place.IsExact))
            {
                await leases.DrawAsync(place);
            }

            var rows = places.Taken.Where(place => place.IsExact).Select(Row).ToList();
            if (rows.Count > 0)
            {
                places.Rows = [.. (await store.AddAsync(rows)).Select(row => row.Sequence)];
            }

            return new LimitAnswer.Reserved(places);
        }
        catch
        {
            places.GiveBack();
            throw;
        }
    }

    private LimitRow Row(Place place) =>
        new() { Counter = place.Counter.Key, Count = place.Reservation.Amount, ReservedAt = clock.Now, IsLease = false };

    private async Task<LimitAnswer> ReserveAfterAsync(Task loading, Policy policy, Payer payer, Charges charges)
    {
        await loading;
        return await ReserveAsync(policy, payer, charges);
    }

    private Verdict.RateLimited? Find(Policy policy, Payer payer, Charges charges, Counter[] counters, long now)
    {
        for (var at = 0; at < counters.Length; at++)
        {
            var (id, limit) = (CounterId.Of(policy, payer, charges[at]), charges[at].Limit);
            if (book.Find(id, limit) is { } known)
            {
                counters[at] = known;
                continue;
            }

            if (id.IsOfMany && book.IsFull(payer.Grant) && book.MayTidy(now))
            {
                Tidy(now);
            }

            if (id.IsOfMany && book.IsFull(payer.Grant))
            {
                return LimitWords.TooMany(limit, book.MostOfAGrant);
            }

            counters[at] = book.Open(id, limit, payer.Grant);
        }

        return null;
    }

    private void Tidy(long now)
    {
        foreach (var (rows, lastSent) in book.Tidy(now))
        {
            store.StampLater(rows, lastSent);
        }
    }

    // Every limit has room: so all are taken, or by a defect none.
    private static ImmutableArray<Place> Take(Charges charges, Counter[] counters, long now)
    {
        var taken = ImmutableArray.CreateBuilder<Place>(counters.Length);
        for (var at = 0; at < counters.Length; at++)
        {
            if (!counters[at].Window.TryReserve(now, charges[at].Amount, out var reservation, out _))
            {
                taken.ToList().ForEach(place => place.Counter.Window.GiveBack(place.Reservation));
                throw new InvalidOperationException("A call is charged twice to one counter.");
            }

            taken.Add(new Place(counters[at], reservation));
        }

        return taken.MoveToImmutable();
    }
}
