namespace Approvals.Policies.Limits;

/// <summary>Places in a <see cref="SlidingWindow"/> that one call took together; only the window that made it knows what it means.</summary>
public sealed class Reservation
{
    internal Reservation(SlidingWindow window, long amount) => (Window, Amount) = (window, amount);

    /// <summary>How many places.</summary>
    public long Amount { get; }

    internal SlidingWindow Window { get; }

    internal ReservationState State { get; set; } = ReservationState.IsUnsent;
}

/// <summary>The life of a reservation: unsent, then sent or given back; a sent one may still turn out never to have arrived.</summary>
internal abstract record ReservationState
{
    public static readonly ReservationState IsUnsent = new Unsent();
    public static readonly ReservationState IsGivenBack = new GivenBack();

    public sealed record Unsent : ReservationState;

    public sealed record Sent(long StampMs) : ReservationState;

    public sealed record GivenBack : ReservationState;
}
