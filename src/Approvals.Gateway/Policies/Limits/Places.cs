using System.Collections.Immutable;
using Approvals.Policies.Limits;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>One call's places in all of its limits. They count from the start, and until a window's length after the call was sent.</summary>
internal sealed class Places(LimitLedger ledger, ImmutableArray<Place> taken)
{
    public static readonly Places None = new(null!, []);

    private int _state;

    /// <summary>The keys of the rows that keep these places over a restart.</summary>
    public IReadOnlyList<long> Rows { get; set; } = [];

    public ImmutableArray<Place> Taken => taken;

    /// <summary>The call was handed to the network. Later calls of this have no effect.</summary>
    public void Sent()
    {
        if (!taken.IsEmpty && Interlocked.CompareExchange(ref _state, 1, 0) == 0)
        {
            ledger.Stamp(this);
        }
    }

    /// <summary>It is proven that the call never reached its upstream.</summary>
    public void GiveBack()
    {
        if (!taken.IsEmpty && Interlocked.Exchange(ref _state, 2) is var before && before != 2)
        {
            ledger.Release(this, wasSent: before == 1);
        }
    }
}

/// <summary>What one call has of one counter.</summary>
internal sealed class Place(Counter counter, Reservation reservation)
{
    public Counter Counter => counter;

    public Reservation Reservation => reservation;

    /// <summary>Whether a row of its own keeps it; else leases do. As it was when the place was taken.</summary>
    public bool IsExact { get; } = counter.IsExact;

    /// <summary>What it has of which leases; default until it has all that it needs.</summary>
    public ImmutableArray<Leases.Draw> Drawn { get; set; }
}
