using Approvals.Policies.Limits;

namespace Approvals.Tests.Policies.Limits;

public sealed class SlidingWindowTests
{
    [Fact]
    public void Two_calls_sent_a_windows_length_apart_do_not_share_a_window()
    {
        var window = new SlidingWindow(1000, 1);
        Send(window, 500);

        Assert.False(window.HasRoom(1499, 1, out var retryAfterMs));
        Assert.Equal(1, retryAfterMs);
        Assert.True(window.HasRoom(1500, 1, out retryAfterMs));
        Assert.Equal(0, retryAfterMs);
    }

    [Fact]
    public void A_call_counts_from_when_it_was_sent_and_not_from_when_it_was_reserved()
    {
        var window = new SlidingWindow(1000, 1);
        Assert.True(window.TryReserve(0, 1, out var reservation, out _));
        window.Sent(reservation, 900);

        Assert.Equal(1, window.Count(1899));
        Assert.Equal(0, window.Count(1900));
    }

    [Fact]
    public void An_unsent_call_counts_for_ever_and_is_taken_to_be_sent_now()
    {
        var window = new SlidingWindow(1000, 1);
        Assert.True(window.TryReserve(0, 1, out _, out _));

        Assert.False(window.TryReserve(1_000_000, 1, out var refused, out var retryAfterMs));
        Assert.Null(refused);
        Assert.Equal(1000, retryAfterMs);
    }

    [Fact]
    public void What_is_given_back_makes_room_before_and_after_it_was_sent()
    {
        var window = new SlidingWindow(1000, 1);
        Assert.True(window.TryReserve(0, 1, out var unsent, out _));
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

        Assert.False(window.HasRoom(1000, 1, out var retryAfterMs));
        Assert.Equal(100, retryAfterMs);
        Assert.Equal(1, window.Count(1100));
    }

    [Fact]
    public void More_than_max_may_be_restored_and_all_of_it_counts()
    {
        var window = new SlidingWindow(1000, 2);
        window.Restore(0);
        window.Restore(10, 3);

        Assert.False(window.HasRoom(20, 1, out var retryAfterMs));
        Assert.Equal(990, retryAfterMs);
        Assert.False(window.HasRoom(1000, 1, out _));
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(long.MaxValue)]
    public void A_stamp_in_the_future_counts(long stampMs)
    {
        var window = new SlidingWindow(1000, 1, granularityMs: 10);
        window.Restore(stampMs);

        Assert.False(window.HasRoom(0, 1, out var retryAfterMs));
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

        // One of them is for all that has left the window.
        Assert.InRange(window.Marks, 10, 21);
    }

    [Fact]
    public void A_reservation_is_sent_once_and_given_back_once_and_only_to_its_window()
    {
        var window = new SlidingWindow(1000, 9);
        var sent = Send(window, 0);
        Assert.True(window.TryReserve(0, 1, out var returned, out _));
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

    [Fact]
    public void Several_places_are_taken_sent_and_given_back_together()
    {
        var window = new SlidingWindow(1000, 10);
        Assert.True(window.TryReserve(0, 7, out var seven, out _));
        Assert.False(window.TryReserve(0, 4, out _, out _));
        window.Sent(seven, 100);
        Assert.True(window.TryReserve(200, 3, out var three, out _));
        window.Sent(three, 200);

        Assert.False(window.HasRoom(300, 1, out var oneAfterMs));
        Assert.False(window.HasRoom(300, 8, out var eightAfterMs));
        Assert.Equal((800, 900), (oneAfterMs, eightAfterMs));
        window.GiveBack(seven);
        Assert.Equal(3, window.Count(300));
    }

    [Fact]
    public void More_than_the_max_never_has_room_and_less_than_one_is_a_defect()
    {
        var window = new SlidingWindow(1000, 10);

        Assert.False(window.HasRoom(0, 11, out _));
        Assert.False(window.HasRoom(0, long.MaxValue, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => window.TryReserve(0, 0, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => window.TryReserve(0, -5, out _, out _));
    }

    [Fact]
    public void A_window_that_is_made_longer_counts_again_what_had_left_it()
    {
        const long Hour = 3_600_000;
        var window = new SlidingWindow(1000, 100);
        for (var call = 0; call < 30; call++)
        {
            Send(window, call * 60_000);
        }

        Assert.Equal(0, window.Count(Hour / 2));
        window.Reshape(Hour, 40);

        Assert.Equal(30, window.Count(Hour / 2));
        Assert.False(window.TryReserve(Hour / 2, 11, out _, out _));
        // A quarter of an hour goes together, when its last call does.
        Assert.Equal(30, window.Count(Hour + 13 * 60_000));
        Assert.Equal(15, window.Count(Hour + 14 * 60_000));
        Assert.Equal(0, window.Count(Hour + 29 * 60_000));
    }

    [Fact]
    public void A_window_that_is_made_shorter_or_smaller_judges_what_it_knows()
    {
        var window = new SlidingWindow(10_000, 5);
        Send(window, 0);
        Send(window, 4000);
        var late = Send(window, 5000);

        window.Reshape(10_000, 3);
        Assert.False(window.HasRoom(5000, 1, out var retryAfterMs));
        Assert.Equal(5000, retryAfterMs);
        window.Reshape(2000, 3);
        Assert.Equal(2, window.Count(5500));
        window.GiveBack(late);
        Assert.Equal(1, window.Count(5500));
    }

    [Fact]
    public void What_was_given_back_after_it_left_the_window_still_counts_in_a_longer_one()
    {
        var window = new SlidingWindow(1000, 5);
        var old = Send(window, 0);
        Send(window, 500);
        Assert.Equal(0, window.Count(5000));
        window.GiveBack(old);

        window.Reshape(10_000, 5);

        Assert.Equal(2, window.Count(5000));
    }

    [Fact]
    public void What_left_the_window_is_kept_for_a_day_in_few_marks()
    {
        var window = new SlidingWindow(1000, 5);
        for (var minute = 0; minute < 3 * 24 * 60; minute++)
        {
            Send(window, minute * 60_000L);
        }

        Assert.InRange(window.Marks, 90, 100);
        window.Reshape(24 * 3_600_000L, 5);
        Assert.Equal(24 * 60, window.Count((3 * 24 * 60 - 1) * 60_000L));
    }

    private static Reservation Send(SlidingWindow window, long nowMs)
    {
        Assert.True(window.TryReserve(nowMs, 1, out var reservation, out _));
        window.Sent(reservation, nowMs);
        return reservation;
    }
}
