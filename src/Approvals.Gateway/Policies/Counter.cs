using Approvals.Gateway.Storage;
using Approvals.Policies;

namespace Approvals.Gateway.Policies;

/// <summary>
/// One counter of one grant: its window, and how much of it is on disk. A small limit writes each place; a large one takes
/// blocks ahead (leases), so that most calls write nothing and a crash loses at most what was left of two blocks. Locked by the ledger.
/// </summary>
internal sealed class Counter(string key, Limit limit)
{
    // Up to this, every place is written before its call is sent.
    private const long LargestExact = 100;
    private const int LeasesInAWindow = 50;
    private const int Buckets = 1000;

    private readonly List<Lease> _leases = [];
    private readonly Dictionary<Reservation, Lease> _underWay = [];

    public string Key => key;

    public bool IsExact => limit.Max <= LargestExact;

    public SlidingWindow Window { get; } = new(
        (long)limit.Window.TotalMilliseconds,
        limit.Max,
        limit.Max <= LargestExact ? 0 : Math.Max(1, (long)limit.Window.TotalMilliseconds / Buckets));

    public long LeaseSize => Math.Max(1, limit.Max / LeasesInAWindow);

    /// <summary>The write of the next lease, while it is under way.</summary>
    public Task? Leasing { get; set; }

    public bool WantsLease => Leasing is null && _leases.Sum(lease => lease.Left) <= LeaseSize / 2;

    /// <summary>Takes a place from a lease. A place that is given back later is not put back here: what is on disk may say more than was used, never less.</summary>
    public bool TryUseLease(Reservation reservation)
    {
        if (_leases.Find(lease => lease.Left > 0) is not { } lease)
        {
            return false;
        }

        lease.Left--;
        lease.UnderWay++;
        _underWay.Add(reservation, lease);
        return true;
    }

    /// <summary>The place was sent or given back: its lease need not wait for it any more.</summary>
    public void Settle(Reservation reservation)
    {
        if (_underWay.Remove(reservation, out var lease))
        {
            lease.UnderWay--;
        }
    }

    public void AddLease(LimitRow row) => _leases.Add(new Lease(row.Sequence) { Left = row.Count });

    /// <summary>Leases of which nothing is left and nothing is under way: all of their calls were sent before now.</summary>
    public IReadOnlyList<long> TakeUsedUp()
    {
        var usedUp = _leases.Where(lease => lease is { Left: 0, UnderWay: 0 }).Select(lease => lease.Sequence).ToList();
        _leases.RemoveAll(lease => usedUp.Contains(lease.Sequence));
        return usedUp;
    }

    private sealed class Lease(long sequence)
    {
        public long Sequence => sequence;

        public long Left { get; set; }

        public long UnderWay { get; set; }
    }
}
