using System.Collections.Immutable;
using Approvals.Policies;

namespace Approvals.Gateway.Policies;

/// <summary>One call's places in all of its limits. They count from the start, and until a window's length after the call was sent.</summary>
internal sealed class Places(LimitLedger ledger, ImmutableArray<(Counter Counter, Reservation Reservation)> taken)
{
    public static readonly Places None = new(null!, []);

    private int _state;

    /// <summary>The keys of the rows that keep these places over a restart.</summary>
    public IReadOnlyList<long> Rows { get; set; } = [];

    public ImmutableArray<(Counter Counter, Reservation Reservation)> Taken => taken;

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
        if (!taken.IsEmpty && Interlocked.Exchange(ref _state, 2) != 2)
        {
            ledger.Release(this);
        }
    }
}
