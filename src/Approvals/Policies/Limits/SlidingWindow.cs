using System.Diagnostics.CodeAnalysis;

namespace Approvals.Policies.Limits;

/// <summary>
/// An exact sliding window over time stamps in milliseconds of any one origin: a half-open interval <c>[s, s + window)</c>
/// never holds more than <c>max</c>. A call stamped <c>s</c> no longer counts at <c>s + window</c>.
/// Pure, and not safe for use by several threads at once.
/// </summary>
/// <remarks>Time does not run backwards here: a <c>nowMs</c> before the latest one seen is read as the latest.</remarks>
public sealed class SlidingWindow
{
    private readonly StampLine _sent = new();
    private readonly PastStamps _past = new();
    private long _windowMs;
    private long _max;
    private long _unsent;
    private long _latestMs = long.MinValue;

    /// <param name="windowMs">The window's length, at least 1 ms.</param>
    /// <param name="max">How much fits into it, at least 1.</param>
    /// <param name="granularityMs">Above 0, stamps are moved up to this much later, onto its multiples, so that at most about
    /// <c>2 * windowMs / granularityMs</c> of them are in memory whatever <paramref name="max"/> is. 0 is exact.</param>
    public SlidingWindow(long windowMs, long max, long granularityMs = 0) => Reshape(windowMs, max, granularityMs);

    /// <summary>
    /// The limit was changed; what was counted goes on to count. What left a shorter window within a day is counted again, up to
    /// a quarter of an hour longer than it has to be.
    /// </summary>
    /// <inheritdoc cref="SlidingWindow(long, long, long)"/>
    public void Reshape(long windowMs, long max, long granularityMs = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowMs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(granularityMs);
        var isLonger = windowMs > _windowMs;
        (_windowMs, _max, _sent.GranularityMs) = (windowMs, max, granularityMs);
        if (isLonger)
        {
            _past.MoveTo(_sent, stampMs => EndOf(stampMs) > _latestMs);
        }
    }

    /// <summary>Takes places together, which count until a window's length after they were sent, and for as long as they are unsent.</summary>
    /// <param name="nowMs">The present.</param>
    /// <param name="amount">How many, at least 1.</param>
    /// <param name="reservation">To be handed to <see cref="Sent"/> or <see cref="GiveBack"/>; null when there is no room.</param>
    /// <param name="retryAfterMs">0, or after how long there is room if nothing else happens; unsent places are taken to be sent now.</param>
    public bool TryReserve(long nowMs, long amount, [NotNullWhen(true)] out Reservation? reservation, out long retryAfterMs)
    {
        if (!HasRoom(nowMs, amount, out retryAfterMs))
        {
            reservation = null;
            return false;
        }

        _unsent += amount;
        reservation = new Reservation(this, amount);
        return true;
    }

    /// <summary>What <see cref="TryReserve"/> would say, without taking a place. More than the window's max never has room.</summary>
    public bool HasRoom(long nowMs, long amount, out long retryAfterMs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 1);
        var tooMany = Count(nowMs) - _max + Math.Min(amount, _max + 1);
        retryAfterMs = tooMany <= 0 ? 0 : UntilGone(tooMany);
        return tooMany <= 0;
    }

    /// <summary>The call is on its way to the upstream, and its stamp is known.</summary>
    /// <exception cref="InvalidOperationException">The reservation is another window's, was sent, or was given back.</exception>
    public void Sent(Reservation reservation, long nowMs)
    {
        if (Own(reservation).State is not ReservationState.Unsent)
        {
            throw new InvalidOperationException("A reservation is sent once, and not after it was given back.");
        }

        Advance(nowMs);
        _unsent -= reservation.Amount;
        reservation.State = new ReservationState.Sent(_sent.Add(_latestMs, reservation.Amount));
    }

    /// <summary>The call never reached the upstream, even if it was thought to be sent: it counts no longer.</summary>
    /// <exception cref="InvalidOperationException">The reservation is another window's, or was given back before.</exception>
    public void GiveBack(Reservation reservation)
    {
        switch (Own(reservation).State)
        {
            case ReservationState.Unsent:
                _unsent -= reservation.Amount;
                break;
            case ReservationState.Sent sent:
                _sent.Take(sent.StampMs, reservation.Amount);
                break;
            default:
                throw new InvalidOperationException("A reservation is given back once.");
        }

        reservation.State = ReservationState.IsGivenBack;
    }

    /// <summary>Counts what was sent before this window was made, in any order; a stamp in the future counts too.</summary>
    public void Restore(long stampMs, long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _ = _sent.Add(stampMs, count);
    }

    /// <summary>How many places are taken at that time; after <see cref="Restore"/> it may be more than the window's max.</summary>
    public long Count(long nowMs)
    {
        Advance(nowMs);
        return _unsent + _sent.Count;
    }

    /// <summary>How many stamps are in memory, equal ones once.</summary>
    internal int Marks => _sent.Marks + _past.Marks;

    private void Advance(long nowMs)
    {
        _latestMs = Math.Max(_latestMs, nowMs);
        if (_sent.Oldest is { } stampMs && EndOf(stampMs) <= _latestMs)
        {
            _sent.DropWhile(stampMs => EndOf(stampMs) <= _latestMs, _past);
        }
    }

    private long UntilGone(long places)
    {
        var end = _sent.StampOfNth(places) is { } stampMs ? EndOf(stampMs) : EndOf(_latestMs);
        return (long)Int128.Min(long.MaxValue, end - _latestMs);
    }

    // 128 bits, so that a stamp at the end of time is not taken for a past one.
    private Int128 EndOf(long stampMs) => (Int128)stampMs + _windowMs;

    private Reservation Own(Reservation reservation) => ReferenceEquals(reservation.Window, this)
        ? reservation
        : throw new InvalidOperationException("The reservation belongs to another window.");
}
