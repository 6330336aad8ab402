using System.Collections.Immutable;
using Approvals.Gateway.Storage;
using Approvals.Policies;

namespace Approvals.Gateway.Policies;

/// <summary>Counts calls against the limits of their policy: exactly, all limits of a call or none, and over restarts.</summary>
internal sealed partial class LimitLedger(LimitStore store, PolicyBook policies, TimeProvider clock, ILogger<LimitLedger> log) : IHostedService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Counter> _counters = new(StringComparer.Ordinal);
    private readonly long _origin = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _started = clock.GetTimestamp();
    private ILookup<string, LimitRow> _kept = Enumerable.Empty<LimitRow>().ToLookup(row => row.Counter);

    // The wall clock can be set; between two calls only the monotonic one tells how much time has passed.
    private long Now => _origin + (long)clock.GetElapsedTime(_started).TotalMilliseconds;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var longest = policies.All.SelectMany(policy => policy.Limits).Select(limit => limit.Window).DefaultIfEmpty().Max();
        var rows = await store.LoadAsync(Now - (long)longest.TotalMilliseconds, cancellationToken);
        _kept = rows.ToLookup(row => row.Counter);
        // What was under way when the process died may have been sent until then, however long before it was reserved.
        var open = rows.Where(row => row.SentAt is null).Select(row => row.Sequence).ToList();
        if (open.Count > 0)
        {
            await store.StampAsync(open, Now);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes a place in each limit. Without limits, and from a lease, it does no I/O.</summary>
    public ValueTask<LimitAnswer> ReserveAsync(Policy policy, string grant, ImmutableArray<Limit> limits)
    {
        if (limits.IsEmpty)
        {
            return ValueTask.FromResult<LimitAnswer>(new LimitAnswer.Reserved(Places.None));
        }

        ImmutableArray<(Counter, Reservation)> taken;
        lock (_gate)
        {
            if (TryTake(policy, grant, limits, out taken) is { } full)
            {
                return ValueTask.FromResult<LimitAnswer>(new LimitAnswer.Full(full));
            }
        }

        return new ValueTask<LimitAnswer>(KeepAsync(new Places(this, taken)));
    }

    /// <summary>What <see cref="ReserveAsync"/> would refuse now, without taking a place.</summary>
    public Verdict.RateLimited? Check(Policy policy, string grant, ImmutableArray<Limit> limits)
    {
        lock (_gate)
        {
            foreach (var limit in limits)
            {
                if (!Find(policy, grant, limit).Window.HasRoom(Now, out var retryAfterMs))
                {
                    return Full(limit, retryAfterMs);
                }
            }
        }

        return null;
    }

    public void Stamp(Places places)
    {
        long now;
        lock (_gate)
        {
            now = Now;
            foreach (var (counter, reservation) in places.Taken)
            {
                counter.Window.Sent(reservation, now);
                counter.Settle(reservation);
            }
        }

        Follow(places.Rows, () => store.StampAsync(places.Rows, now));
    }

    public void Release(Places places)
    {
        lock (_gate)
        {
            foreach (var (counter, reservation) in places.Taken)
            {
                counter.Window.GiveBack(reservation);
                counter.Settle(reservation);
            }
        }

        Follow(places.Rows, () => store.RemoveAsync(places.Rows));
    }

    private Verdict.RateLimited? TryTake(Policy policy, string grant, ImmutableArray<Limit> limits, out ImmutableArray<(Counter, Reservation)> taken)
    {
        var places = ImmutableArray.CreateBuilder<(Counter Counter, Reservation Reservation)>(limits.Length);
        foreach (var limit in limits)
        {
            var counter = Find(policy, grant, limit);
            if (!counter.Window.TryReserve(Now, out var reservation, out var retryAfterMs))
            {
                places.ToList().ForEach(place => place.Counter.Window.GiveBack(place.Reservation));
                taken = [];
                return Full(limit, retryAfterMs);
            }

            places.Add((counter, reservation));
        }

        taken = places.ToImmutable();
        return null;
    }

    private async Task<LimitAnswer> KeepAsync(Places places)
    {
        try
        {
            foreach (var (counter, reservation) in places.Taken.Where(place => !place.Counter.IsExact))
            {
                await UseLeaseAsync(counter, reservation);
            }

            var rows = places.Taken.Where(place => place.Counter.IsExact).Select(place => Row(place.Counter, 1, isLease: false)).ToList();
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

    private async Task UseLeaseAsync(Counter counter, Reservation reservation)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                var used = counter.TryUseLease(reservation);
                if (used && !counter.WantsLease)
                {
                    return;
                }

                next = counter.Leasing ??= LeaseAsync(counter);
                if (used)
                {
                    return;
                }
            }

            await next;
        }
    }

    private async Task LeaseAsync(Counter counter)
    {
        // The caller holds the lock.
        await Task.Yield();
        try
        {
            var row = (await store.AddAsync([Row(counter, counter.LeaseSize, isLease: true)]))[0];
            IReadOnlyList<long> usedUp;
            lock (_gate)
            {
                usedUp = counter.TakeUsedUp();
                counter.AddLease(row);
            }

            Follow(usedUp, () => store.StampAsync(usedUp, Now));
        }
        finally
        {
            lock (_gate)
            {
                counter.Leasing = null;
            }
        }
    }

    private LimitRow Row(Counter counter, long count, bool isLease) =>
        new() { Counter = counter.Key, Count = count, ReservedAt = Now, IsLease = isLease };

    private Counter Find(Policy policy, string grant, Limit limit)
    {
        var key = $"{policy.Name}\n{limit.Counter}\n{grant}";
        if (_counters.TryGetValue(key, out var counter))
        {
            return counter;
        }

        counter = _counters[key] = new Counter(key, limit);
        foreach (var row in _kept[key])
        {
            counter.Window.Restore(row.SentAt ?? _origin, row.Count);
        }

        return counter;
    }

    private static Verdict.RateLimited Full(Limit limit, long retryAfterMs) => new(
        limit.Rule,
        $"At most {limit.Max} calls in {limit.Window.TotalSeconds:0} seconds ({limit.Counter}).",
        (int)Math.Clamp((retryAfterMs + 999) / 1000, 1, int.MaxValue));

    // Nobody waits for these writes: without them the disk says more than was used, never less. But they are in the queue when this
    // returns: in their order, and before a stop closes it.
    private void Follow(IReadOnlyList<long> rows, Func<Task> write)
    {
        if (rows.Count > 0)
        {
            _ = write().ContinueWith(failed => LogNotKept(log, failed.Exception!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The use of a limit could not be written down; it counts longer than it has to.")]
    private static partial void LogNotKept(ILogger log, Exception exception);
}
