using Approvals.Policies;

namespace Approvals.Tests.Policies;

public sealed class SlidingWindowTests
{
    [Fact]
    public void Two_calls_sent_a_windows_length_apart_do_not_share_a_window()
    {
        var window = new SlidingWindow(1000, 1);
        Send(window, 500);

        Assert.False(window.HasRoom(1499, out var retryAfterMs));
        Assert.Equal(1, retryAfterMs);
        Assert.True(window.HasRoom(1500, out retryAfterMs));
        Assert.Equal(0, retryAfterMs);
    }

    [Fact]
    public void A_call_counts_from_when_it_was_sent_and_not_from_when_it_was_reserved()
    {
        var window = new SlidingWindow(1000, 1);
        Assert.True(window.TryReserve(0, out var reservation, out _));
        window.Sent(reservation, 900);

        Assert.Equal(1, window.Count(1899));
        Assert.Equal(0, window.Count(1900));
    }

    [Fact]
    public void An_unsent_call_counts_for_ever_and_is_taken_to_be_sent_now()
    {
        var window = new SlidingWindow(1000, 1);
        Assert.True(window.TryReserve(0, out _, out _));

        Assert.False(window.TryReserve(1_000_000, out var refused, out var retryAfterMs));
        Assert.Null(refused);
        Assert.Equal(1000, retryAfterMs);
    }

    [Fact]
    public void What_is_given_back_makes_room_before_and_after_it_was_sent()
    {
        var window = new SlidingWindow(1000, 1);
        Assert.True(window.TryReserve(0, out var unsent, out _));
        window.GiveBack(unsent);
        var sent = Send(window, 0);
        window.GiveBack(sent);

        Assert.Equal(0, window.Count(0));
        Assert.Equal(0, window.Marks);
    }

    [Fact]
    public void A_call_given_back_after_its_window_has_passed_takes_nothing_from_another()
    {
        var window = new SlidingWindow(1000, 2);
        var old = Send(window, 0);
        Send(window, 1000);
        window.GiveBack(old);

        Assert.Equal(1, window.Count(1000));
    }

    [Fact]
    public void A_restored_window_goes_on_where_it_was_whatever_the_order_of_its_stamps()
    {
        var window = new SlidingWindow(1000, 3);
        window.Restore(300);
        window.Restore(100, 2);

        Assert.False(window.HasRoom(1000, out var retryAfterMs));
        Assert.Equal(100, retryAfterMs);
        Assert.Equal(1, window.Count(1100));
    }

    [Fact]
    public void More_than_max_may_be_restored_and_all_of_it_counts()
    {
        var window = new SlidingWindow(1000, 2);
        window.Restore(0);
        window.Restore(10, 3);

        Assert.False(window.HasRoom(20, out var retryAfterMs));
        Assert.Equal(990, retryAfterMs);
        Assert.False(window.HasRoom(1000, out _));
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(long.MaxValue)]
    public void A_stamp_in_the_future_counts(long stampMs)
    {
        var window = new SlidingWindow(1000, 1, granularityMs: 10);
        window.Restore(stampMs);

        Assert.False(window.HasRoom(0, out var retryAfterMs));
        Assert.True(retryAfterMs > 1000);
    }

    [Fact]
    public void Time_that_runs_backwards_frees_nothing_and_dates_nothing_back()
    {
        var window = new SlidingWindow(1000, 2);
        Send(window, 0);
        Assert.Equal(1, window.Count(500));
        Send(window, 100);

        Assert.Equal(1, window.Count(1499));
        Assert.Equal(0, window.Count(1500));
        Assert.Equal(0, window.Count(0));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(10, 10)]
    [InlineData(-1, 0)]
    [InlineData(-10, -10)]
    [InlineData(-11, -10)]
    public void A_coarse_stamp_is_never_earlier(long sentMs, long keptMs)
    {
        var window = new SlidingWindow(1000, 1, granularityMs: 10);
        Send(window, sentMs);

        Assert.Equal(1, window.Count(keptMs + 999));
        Assert.Equal(0, window.Count(keptMs + 1000));
    }

    [Fact]
    public void Long_use_keeps_only_what_counts()
    {
        var window = new SlidingWindow(10, 20);
        for (var nowMs = 0; nowMs < 10_000; nowMs++)
        {
            Send(window, nowMs);
        }

        Assert.InRange(window.Marks, 10, 20);
    }

    [Fact]
    public void A_reservation_is_sent_once_and_given_back_once_and_only_to_its_window()
    {
        var window = new SlidingWindow(1000, 9);
        var sent = Send(window, 0);
        Assert.True(window.TryReserve(0, out var returned, out _));
        window.GiveBack(returned);

        Assert.Throws<InvalidOperationException>(() => window.Sent(sent, 1));
        Assert.Throws<InvalidOperationException>(() => window.Sent(returned, 1));
        Assert.Throws<InvalidOperationException>(() => window.GiveBack(returned));
        Assert.Throws<InvalidOperationException>(() => new SlidingWindow(1000, 9).GiveBack(sent));
        Assert.Equal(1, window.Count(1));
    }

    [Fact]
    public void A_window_without_length_or_room_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlidingWindow(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlidingWindow(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlidingWindow(1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SlidingWindow(1, 1).Restore(0, 0));
    }

    private static Reservation Send(SlidingWindow window, long nowMs)
    {
        Assert.True(window.TryReserve(nowMs, out var reservation, out _));
        window.Sent(reservation, nowMs);
        return reservation;
    }
}
