using Approvals.Gateway.Configuration;
using Approvals.Policies.Limits;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>
/// The counters in memory. How many there are of sessions and arguments is up to agents, so each grant may open only so many at a time.
/// Whoever touches a counter holds <see cref="Gate"/>.
/// </summary>
/// <param name="installation">Keys what agents chose, so that it is not readable on disk.</param>
/// <param name="mostOfAGrant">How many counters of sessions and arguments one grant may have open.</param>
internal sealed class CounterBook(InstallationKey installation, int mostOfAGrant = 10_000)
{
    // Looking for idle counters takes time, and a flood must not buy it with every call.
    private const long TidyAgainMs = 1000;

    private readonly Dictionary<CounterId, Counter> _counters = [];
    private readonly Dictionary<string, int> _opened = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Policy, string Counter), TimeSpan> _windows = [];
    private long _tidied = long.MinValue;

    /// <summary>The lock over all counters.</summary>
    public Lock Gate { get; } = new();

    public int MostOfAGrant => mostOfAGrant;

    public int Count => _counters.Count;

    /// <summary>Every limit that was met since the start, with the longest window that it had.</summary>
    public IReadOnlyList<(string Prefix, TimeSpan Window)> Windows =>
        [.. _windows.Select(known => (CounterId.Prefix(known.Key.Policy, known.Key.Counter), known.Value))];

    /// <summary>Whether this grant must first let some of its counters run out.</summary>
    public bool IsFull(string grant) => _opened.GetValueOrDefault(grant) >= mostOfAGrant;

    public bool MayTidy(long now) => _tidied == long.MinValue || now - _tidied >= TidyAgainMs;

    public Counter? Find(CounterId id, Limit limit)
    {
        var counter = _counters.GetValueOrDefault(id);
        if (counter?.Adopt(limit) == true)
        {
            Note(id, limit);
        }

        return counter;
    }

    public Counter Open(CounterId id, Limit limit, string grant)
    {
        Note(id, limit);
        if (id.IsOfMany)
        {
            _opened[grant] = _opened.GetValueOrDefault(grant) + 1;
        }

        return _counters[id] = new Counter(id.Key(installation.Key), limit, id.IsOfMany ? grant : null);
    }

    /// <summary>Drops the counters that count nothing.</summary>
    /// <returns>The leases on disk of which nothing more will be used, and when the last of their calls was sent.</returns>
    public IReadOnlyList<(IReadOnlyList<long> Rows, long LastSent)> Tidy(long now)
    {
        _tidied = now;
        var closed = new List<(IReadOnlyList<long>, long)>();
        foreach (var (id, counter) in _counters)
        {
            var isIdle = counter.IsIdle(now);
            if (isIdle || counter.IsExact)
            {
                counter.Leases.Abandon();
            }

            closed.Add(counter.Leases.TakeUsedUp());
            if (isIdle)
            {
                _counters.Remove(id);
                Close(counter);
            }
        }

        return closed;
    }

    private void Note(CounterId id, Limit limit)
    {
        var known = _windows.GetValueOrDefault((id.Policy, id.Counter));
        _windows[(id.Policy, id.Counter)] = known > limit.Window ? known : limit.Window;
    }

    private void Close(Counter counter)
    {
        if (counter.OpenedBy is { } grant && --_opened[grant] == 0)
        {
            _opened.Remove(grant);
        }
    }
}
