using Approvals.Gateway.Policies.Limits;
using static Approvals.Gateway.Tests.Policies.Limits.LedgerWorld;

namespace Approvals.Gateway.Tests.Policies.Limits;

public sealed class LimitLedgerTests
{
    [Fact]
    public async Task A_window_is_exact_to_the_millisecond_and_says_when_there_is_room()
    {
        await using var world = await StartAsync(Tool("pay", 2));
        await world.SendAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(4));
        await world.SendAsync();

        Assert.Equal(6, await world.RefusesAsync());
        world.Clock.Advance(TimeSpan.FromMilliseconds(5_999));
        Assert.Equal(1, await world.RefusesAsync());
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await world.SendAsync();
        Assert.Equal(4, await world.RefusesAsync());
    }

    [Fact]
    public async Task The_refusal_names_the_rule_and_the_quota()
    {
        await using var world = await StartAsync(Tool("pay", 1));
        await world.SendAsync();

        var full = (await world.CheckAsync())!;

        Assert.Equal(("/tools/pay/limits/0", "At most 1 calls in 10 seconds (pay).", 10), (full.Rule, full.Reason, full.RetryAfterSeconds));
    }

    [Fact]
    public async Task A_place_counts_from_its_reservation_until_a_window_after_it_was_sent()
    {
        await using var world = await StartAsync(Tool("pay", 1));
        var places = await world.TakeAsync();
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.RefusesAsync();

        places.Sent();
        world.Clock.Advance(TimeSpan.FromSeconds(9));
        places.Sent();
        Assert.Equal(1, await world.RefusesAsync());
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.TakeAsync();
    }

    [Fact]
    public async Task Of_several_limits_all_are_taken_or_none()
    {
        await using var world = await StartAsync("""
            "both":{"limits":[{"counter":"a","window":10,"max":3},{"counter":"b","window":10,"max":1}]},
            "one":{"limits":[{"counter":"a","window":10,"max":3}]}
            """);
        await world.SendAsync("both");

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await world.RefusesAsync("both");
        }

        await world.SendAsync("one");
        await world.SendAsync("one");
        await world.RefusesAsync("one");
        await world.LoseAsync();
        await world.RefusesAsync("one");
    }

    [Theory]
    [InlineData(10, 50)]
    [InlineData(200, 500)]
    public async Task Callers_at_the_same_time_share_the_window(int max, int callers)
    {
        await using var world = await StartAsync(Tool("pay", max));

        var answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => world.ReserveAsync().AsTask())));

        Assert.Equal(max, answers.Count(answer => answer is LimitAnswer.Reserved));
    }

    [Fact]
    public async Task Each_grant_has_a_window_of_its_own_over_a_restart_too()
    {
        await using var world = await StartAsync(Tool("pay", 1));
        await world.SendAsync(grant: "alice");
        await world.SendAsync(grant: "eve");
        await world.LoseAsync();

        await world.RefusesAsync(grant: "alice");
        await world.RefusesAsync(grant: "eve");
        await world.SendAsync(grant: "carol");
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task A_wall_clock_that_is_set_does_not_move_a_window(int hours)
    {
        var clock = new SetClock();
        await using var world = await StartAsync(Tool("pay", 1), clock);
        await world.SendAsync();

        clock.Wall += TimeSpan.FromHours(hours);
        clock.Elapsed += TimeSpan.FromMilliseconds(9_999);
        Assert.Equal(1, await world.RefusesAsync());
        clock.Elapsed += TimeSpan.FromMilliseconds(1);
        await world.SendAsync();
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_over_a_restart_makes_no_room()
    {
        var clock = new SetClock();
        await using var world = await StartAsync(Tool("pay", 1), clock);
        await world.SendAsync();

        clock.Wall -= TimeSpan.FromHours(2);
        await world.LoseAsync();
        clock.Elapsed += TimeSpan.FromMilliseconds(9_999);

        await world.RefusesAsync();
    }

    /// <summary>A machine whose wall clock can be set while time goes on.</summary>
    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        public TimeSpan Elapsed { get; set; } = TimeSpan.FromDays(3);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall + Elapsed;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
