namespace Approvals.Policies;

/// <summary>One place in a <see cref="SlidingWindow"/>; only the window that made it knows what it means.</summary>
public sealed class Reservation
{
    internal Reservation(SlidingWindow window) => Window = window;

    internal SlidingWindow Window { get; }

    internal ReservationState State { get; set; } = new ReservationState.Unsent();
}

/// <summary>The life of a reservation: unsent, then sent or given back; a sent one may still turn out never to have arrived.</summary>
internal abstract record ReservationState
{
    public sealed record Unsent : ReservationState;

    public sealed record Sent(long StampMs) : ReservationState;

    public sealed record GivenBack : ReservationState;
}
