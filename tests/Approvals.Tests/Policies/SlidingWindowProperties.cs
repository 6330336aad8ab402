using Approvals.Policies;
using CsCheck;

namespace Approvals.Tests.Policies;

public sealed class SlidingWindowProperties
{
    private const int Steps = 60;
    private const int LatestStep = 12;

    private static readonly Gen<Story> Stories = Gen.Select(
        Gen.Long[1, 40], Gen.Long[1, 6], Gen.Long[-20, 20].Array[0, 6], Gen.Select(Gen.Int[0, LatestStep], Gen.Int[0, 9], Gen.Int[0, 99]).Array[0, Steps],
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
                Assert.True(window.TryReserve(nowMs, out var reservation, out _));
                window.Sent(reservation, nowMs);
                Assert.True(window.Marks <= 2 * (windowMs / granularityMs + 2));
            }
        }, iter: 500);

    private static void Play(Story story, long granularityMs)
    {
        var window = new SlidingWindow(story.WindowMs, story.Max, granularityMs);
        var naive = new NaiveWindow(story.WindowMs);
        foreach (var stampMs in story.Restored)
        {
            window.Restore(stampMs);
            naive.Add(new NaiveWindow.Call(null, stampMs));
        }

        var nowMs = 0L;
        foreach (var (step, action, which) in story.Steps)
        {
            nowMs += step;
            switch (action)
            {
                case < 5:
                    Reserve(story, window, naive, nowMs, granularityMs);
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

        Assert.True(naive.MostSentInAnyWindow() <= story.Max);
    }

    private static void Reserve(Story story, SlidingWindow window, NaiveWindow naive, long nowMs, long granularityMs)
    {
        var exact = granularityMs == 0;
        var taken = naive.Count(nowMs);
        if (exact)
        {
            Assert.Equal(taken, window.Count(nowMs));
        }

        Assert.True(window.Count(nowMs) >= taken);
        var hasRoom = window.HasRoom(nowMs, out var roomAfterMs);
        var reserved = window.TryReserve(nowMs, out var reservation, out var retryAfterMs);
        Assert.Equal((hasRoom, roomAfterMs), (reserved, retryAfterMs));
        Assert.Equal(reserved, retryAfterMs == 0);
        if (reserved)
        {
            Assert.True(taken < story.Max);
            naive.Add(new NaiveWindow.Call(reservation));
            return;
        }

        Assert.True(naive.Count(nowMs, longerMs: granularityMs) >= story.Max);
        if (exact && !naive.Unsent.Any())
        {
            Assert.True(naive.Count(nowMs + retryAfterMs) < story.Max);
            Assert.True(naive.Count(nowMs + retryAfterMs - 1) >= story.Max);
        }
    }

    private sealed record Story(long WindowMs, long Max, long[] Restored, (int Step, int Action, int Which)[] Steps);
}
