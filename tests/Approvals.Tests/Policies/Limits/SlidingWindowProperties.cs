using Approvals.Policies.Limits;
using CsCheck;

namespace Approvals.Tests.Policies.Limits;

public sealed class SlidingWindowProperties
{
    private const int Steps = 60;
    private const int LatestStep = 12;

    private static readonly Gen<Step> AnyStep =
        Gen.Select(Gen.Int[0, LatestStep], Gen.Int[0, 9], Gen.Int[0, 99], Gen.Long[1, 7], (after, action, which, amount) => new Step(after, action, which, amount));

    private static readonly Gen<Story> Stories = Gen.Select(
        Gen.Long[1, 40], Gen.Long[1, 6], Gen.Long[-20, 20].Array[0, 6], AnyStep.Array[0, Steps],
        (windowMs, max, restored, steps) => new Story(windowMs, max, [.. restored.Take((int)max)], steps));

    [Fact]
    public void An_exact_window_agrees_with_a_naive_one_at_every_step() =>
        Stories.Sample(story => Play(story, granularityMs: 0), iter: 20_000);

    [Fact]
    public void A_coarse_window_never_lets_more_through_and_refuses_at_most_its_granularity_longer() =>
        Gen.Select(Stories, Gen.Long[1, 15]).Sample(Play, iter: 20_000);

    [Fact]
    public void A_coarse_window_keeps_few_stamps_for_many_calls() =>
        Gen.Select(Gen.Long[1, 1000], Gen.Long[1, 100], Gen.Long[0, 30].Array[200]).Sample((windowMs, granularityMs, steps) =>
        {
            var window = new SlidingWindow(windowMs, 1_000_000_000, granularityMs);
            var nowMs = -1000L;
            foreach (var step in steps)
            {
                nowMs += step;
                Assert.True(window.TryReserve(nowMs, 1, out var reservation, out _));
                window.Sent(reservation, nowMs);

                // Two more for what has left the window: one a quarter of an hour.
                Assert.True(window.Marks <= 2 * (windowMs / granularityMs + 2) + 2);
            }
        }, iter: 500);

    [Fact]
    public void A_window_whose_limit_changes_forgets_nothing_that_counts_now()
    {
        var shapes = Gen.Select(Gen.OneOf(Gen.Const(60_000L), Gen.Const(600_000L), Gen.Const(3_600_000L), Gen.Const(86_400_000L)), Gen.Long[1, 9]);
        var moves = Gen.Select(Gen.Int[0, 1_200_000], Gen.Int[0, 5], Gen.Long[1, 4], shapes).Array[1, 80];
        moves.Sample(steps =>
        {
            var (windowMs, max, nowMs) = (60_000L, 5L, 0L);
            var window = new SlidingWindow(windowMs, max);
            var naive = new NaiveWindow();
            foreach (var (after, action, amount, shape) in steps)
            {
                nowMs += after;
                if (action == 0)
                {
                    (windowMs, max) = shape;
                    window.Reshape(windowMs, max);
                }

                var taken = naive.Count(nowMs, windowMs);
                Assert.InRange(window.Count(nowMs), taken, naive.Count(nowMs, windowMs, longerMs: 900_000));
                if (window.TryReserve(nowMs, amount, out var reservation, out _))
                {
                    Assert.True(taken + amount <= max);
                    window.Sent(reservation, nowMs);
                    naive.Add(new NaiveWindow.Call(reservation, nowMs));
                }
            }
        }, iter: 5_000);
    }

    private static void Play(Story story, long granularityMs)
    {
        var window = new SlidingWindow(story.WindowMs, story.Max, granularityMs);
        var naive = new NaiveWindow();
        foreach (var stampMs in story.Restored)
        {
            window.Restore(stampMs);
            naive.Add(new NaiveWindow.Call(null, stampMs));
        }

        var nowMs = 0L;
        foreach (var (step, action, which, amount) in story.Steps)
        {
            nowMs += step;
            switch (action)
            {
                case < 5:
                    Reserve(story, window, naive, nowMs, amount, granularityMs);
                    break;
                case < 8 when naive.Unsent.Any():
                    var sent = naive.Unsent.ElementAt(which % naive.Unsent.Count());
                    sent.StampMs = nowMs;
                    window.Sent(sent.Reservation!, nowMs);
                    break;
                case >= 8 when naive.All.Any(call => call.Reservation is not null):
                    // Also of calls that were sent, even long ago: they turned out never to have arrived.
                    var mine = naive.All.Where(call => call.Reservation is not null).ToArray();
                    var returned = mine[which % mine.Length];
                    naive.Remove(returned);
                    window.GiveBack(returned.Reservation!);
                    break;
            }
        }

        Assert.True(naive.MostSentInAnyWindow(story.WindowMs) <= story.Max);
    }

    private static void Reserve(Story story, SlidingWindow window, NaiveWindow naive, long nowMs, long amount, long granularityMs)
    {
        var exact = granularityMs == 0;
        var taken = naive.Count(nowMs, story.WindowMs);
        if (exact)
        {
            Assert.Equal(taken, window.Count(nowMs));
        }

        Assert.True(window.Count(nowMs) >= taken);
        var hasRoom = window.HasRoom(nowMs, amount, out var roomAfterMs);
        var reserved = window.TryReserve(nowMs, amount, out var reservation, out var retryAfterMs);
        Assert.Equal((hasRoom, roomAfterMs), (reserved, retryAfterMs));
        Assert.Equal(reserved, retryAfterMs == 0);
        if (reserved)
        {
            Assert.True(taken + amount <= story.Max);
            naive.Add(new NaiveWindow.Call(reservation));
            return;
        }

        Assert.True(naive.Count(nowMs, story.WindowMs, longerMs: granularityMs) + amount > story.Max);
        if (exact && !naive.Unsent.Any() && amount <= story.Max)
        {
            Assert.True(naive.Count(nowMs + retryAfterMs, story.WindowMs) + amount <= story.Max);
            Assert.True(naive.Count(nowMs + retryAfterMs - 1, story.WindowMs) + amount > story.Max);
        }
    }

    private sealed record Step(int After, int Action, int Which, long Amount);

    private sealed record Story(long WindowMs, long Max, long[] Restored, Step[] Steps);
}
