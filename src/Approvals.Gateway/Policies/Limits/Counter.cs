using Approvals.Policies.Limits;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>
/// One count of a limit: its window, and how much of it is on disk. A small limit writes each place; a large one takes
/// blocks ahead (<see cref="Leases"/>). Locked by the book.
/// </summary>
/// <param name="key">Its key on disk.</param>
/// <param name="limit">What it counts for.</param>
/// <param name="openedBy">The grant that made it, when it is one of many; else null.</param>
internal sealed class Counter(string key, Limit limit, string? openedBy)
{
    // Up to this, every place is written before its call is sent.
    private const long LargestExact = 100;
    private const int LeasesInAWindow = 50;
    private const int Buckets = 1000;

    private TimeSpan _window = limit.Window;
    private long _max = limit.Max;

    public string Key => key;

    public string? OpenedBy => openedBy;

    public bool IsExact => _max <= LargestExact;

    public SlidingWindow Window { get; } = new((long)limit.Window.TotalMilliseconds, limit.Max, Granularity(limit));

    public Leases Leases { get; } = new();

    public long LeaseSize => Math.Max(1, _max / LeasesInAWindow);

    public bool WantsLease => Leasing is null && Leases.Left <= LeaseSize / 2;

    /// <summary>Whether it knows what was counted before this process, or before it was dropped.</summary>
    public bool IsLoaded { get; set; }

    /// <summary>The reading of what was counted, while it is under way.</summary>
    public Task? Loading { get; set; }

    /// <summary>The write of the next lease, while it is under way.</summary>
    public Task? Leasing { get; set; }

    /// <summary>The policy may have changed: what was counted stays, and is judged by the limit as it is now.</summary>
    /// <returns>Whether it changed.</returns>
    public bool Adopt(Limit present)
    {
        if (present.Window == _window && present.Max == _max)
        {
            return false;
        }

        (_window, _max) = (present.Window, present.Max);
        Window.Reshape((long)_window.TotalMilliseconds, _max, Granularity(present));
        return true;
    }

    /// <summary>Nothing is counted and nothing under way: it can be dropped, and read again when it is needed.</summary>
    public bool IsIdle(long now) => Loading is null && Leasing is null && (!IsLoaded || Window.Count(now) == 0);

    private static long Granularity(Limit of) => of.Max <= LargestExact ? 0 : Math.Max(1, (long)of.Window.TotalMilliseconds / Buckets);
}
