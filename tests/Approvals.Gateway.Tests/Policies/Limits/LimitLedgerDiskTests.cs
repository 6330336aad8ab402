using System.Threading.Channels;
using Approvals.Gateway.Policies.Limits;
using Microsoft.EntityFrameworkCore;
using static Approvals.Gateway.Tests.Policies.Limits.LedgerWorld;

namespace Approvals.Gateway.Tests.Policies.Limits;

/// <summary>What of the limits is on disk, and when: over restarts, crashes and leases.</summary>
public sealed class LimitLedgerDiskTests
{
    [Fact]
    public async Task A_call_that_was_never_sent_gives_its_place_back_on_disk_too()
    {
        await using var world = await StartAsync(Tool("pay", 1));
        var places = await world.TakeAsync();

        places.GiveBack();
        places.GiveBack();
        places.Sent();

        Assert.Null(await world.CheckAsync());
        await world.LoseAsync();
        await world.SendAsync();
        await world.RefusesAsync();
    }

    [Fact]
    public async Task A_place_that_is_given_back_late_does_not_make_room_in_a_later_window()
    {
        await using var world = await StartAsync(Tool("pay", 1));
        var old = await world.TakeAsync();
        old.Sent();
        world.Clock.Advance(TimeSpan.FromSeconds(10));
        await world.SendAsync();

        old.GiveBack();

        await world.RefusesAsync();
        await world.LoseAsync();
        await world.RefusesAsync();
    }

    [Fact]
    public async Task A_restart_changes_nothing_to_the_millisecond()
    {
        await using var world = await StartAsync(Tool("pay", 2));
        await world.SendAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(4));
        await world.SendAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        await world.Storage.RestartAsync();
        await world.LoseAsync();

        Assert.Equal(5, await world.RefusesAsync());
        world.Clock.Advance(TimeSpan.FromMilliseconds(4_999));
        await world.RefusesAsync();
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await world.SendAsync();
        Assert.Equal(4, await world.RefusesAsync());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1_000)]
    public async Task What_was_under_way_in_a_crash_counts_as_sent_when_the_process_died(int max)
    {
        await using var world = await StartAsync(Tool("pay", max));
        for (var call = 0; call < max; call++)
        {
            await world.TakeAsync();
        }

        // A minute to send: a slow disk, an upstream that takes the body slowly. Whether it was sent, nobody wrote down.
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.LoseAsync();

        Assert.Equal(10, await world.RefusesAsync());
        await world.LoseAsync();
        world.Clock.Advance(TimeSpan.FromMilliseconds(9_999));
        await world.RefusesAsync();
        await world.LoseAsync();
        await world.RefusesAsync();
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await world.SendAsync();
    }

    [Fact]
    public async Task What_no_window_can_reach_any_more_is_dropped_while_it_runs()
    {
        await using var world = await StartAsync(Tool("pay", 3));
        await world.SendAsync();
        world.Clock.Advance(TimeSpan.FromHours(5));
        await world.SendAsync();
        world.Clock.Advance(TimeSpan.FromHours(20));
        await world.TakeAsync();
        await world.FlushAsync();
        Assert.Equal(3, await RowsAsync(world));

        await world.Ledger.SweepAsync();

        Assert.Equal(2, await RowsAsync(world));
        await world.LoseAsync();
        Assert.Equal(0, await world.Storage.CountAsync(database => database.Limits.Where(row => row.SentAt == null)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task What_is_past_its_window_becomes_one_row_a_quarter_of_an_hour(int max)
    {
        await using var world = await StartAsync($"{Tool("pay", max)},{Tool("payout", max)}");
        for (var call = 0; call < 60; call++)
        {
            await world.SendAsync();
            await world.SendAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await world.SendAsync("payout");
        await world.SendAsync();
        await world.SendAsync("pay", "eve");
        await world.FlushAsync();
        await world.Ledger.SweepAsync();

        await using var database = await world.Storage.OpenAsync();
        var past = await database.Limits.Where(row => row.Counter == "bank\npay\nalice" && row.SentAt < world.Now - 10_000).OrderBy(row => row.SentAt).ToListAsync();
        Assert.InRange(past.Count, 1, 5);
        Assert.InRange(past.Sum(row => row.Count), 100, 120);
        Assert.Equal(1, await database.Limits.CountAsync(row => row.Counter == "bank\npayout\nalice"));
        await world.LoseAsync();
        world.Edit(Tool("pay", 10_000, 7200));
        await world.SendAsync();
        Assert.Null(await world.CheckAsync());
    }

    [Theory]
    [InlineData(30, 5, 100, 3600)]
    [InlineData(300, 100, 1000, 86400)]
    public async Task A_longer_window_counts_what_was_sent_before_the_policy_changed_over_a_restart_too(int max, int calls, int later, int window)
    {
        await using var world = await StartAsync(Tool("pay", max, 60));
        for (var call = 0; call < calls; call++)
        {
            await world.SendAsync();
        }

        world.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(await world.CheckAsync());
        await world.Ledger.SweepAsync();
        world.Edit(Tool("pay", calls, window));
        Assert.Equal(window - 1200, await world.RefusesAsync());
        await world.LoseAsync();
        Assert.Equal(window - 1200, await world.RefusesAsync());

        world.Edit(Tool("pay", later, window));
        await world.SendAsync();
        world.Edit(Tool("pay", 1, 1));
        // A large limit keeps its stamps to a thousandth of the window that it had.
        var wait = await world.RefusesAsync();
        Assert.InRange(wait, 1, max <= 100 ? 1 : 88);
        world.Clock.Advance(TimeSpan.FromSeconds(wait));
        await world.SendAsync();
    }

    [Fact]
    public async Task From_a_lease_a_place_is_taken_without_waiting_for_any_disk()
    {
        await using var world = await StartAsync(Tool("pay", 1_000));
        await world.SendAsync();
        world.Storage.Gate.Shut();

        // A lease is a fiftieth of the window: twenty places, of which one is gone. The next lease is fetched meanwhile.
        for (var call = 2; call <= 20; call++)
        {
            Assert.True(world.ReserveAsync().AsTask().IsCompletedSuccessfully, $"call {call}");
        }

        var beyond = world.ReserveAsync().AsTask();
        await world.Storage.Gate.ArrivalAsync();
        Assert.False(beyond.IsCompleted);
        world.Storage.Gate.Open();
        Assert.IsType<LimitAnswer.Reserved>(await beyond);
    }

    [Fact]
    public async Task A_used_up_lease_stays_open_until_the_last_of_its_calls_was_sent()
    {
        await using var world = await StartAsync(Tool("pay", 1_000));
        var first = await world.TakeAsync();
        await SendManyAsync(world, 130);
        await using var database = await world.Storage.OpenAsync();
        var lease = database.Limits.AsNoTracking().OrderBy(row => row.Sequence).Select(row => row.SentAt);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await lease.FirstAsync());
        first.Sent();
        await SendManyAsync(world, 130);

        Assert.Equal(world.Clock.GetUtcNow().ToUnixTimeMilliseconds(), await lease.FirstAsync());
    }

    [Fact]
    public async Task A_small_limit_is_on_disk_before_its_call_is_sent()
    {
        await using var world = await StartAsync(Tool("pay", 100));
        world.Storage.Gate.Shut();

        var reserving = world.ReserveAsync().AsTask();
        await world.Storage.Gate.ArrivalAsync();

        Assert.False(reserving.IsCompleted);
        world.Storage.Gate.Open();
        Assert.IsType<LimitAnswer.Reserved>(await reserving);
        Assert.Equal(1, await world.Storage.CountAsync(database => database.Limits));
    }

    [Fact]
    public async Task Without_limits_nothing_is_waited_for()
    {
        await using var world = await StartAsync("\"look\":{}");
        world.Storage.Gate.Shut();

        Assert.True(world.ReserveAsync("look").AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_down_is_not_taken()
    {
        await using var world = await StartAsync(Tool("pay", 1));
        await world.Writes.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<ChannelClosedException>(() => world.ReserveAsync().AsTask());

        Assert.Null(await world.CheckAsync());
    }

    private static Task<int> RowsAsync(LedgerWorld world) => world.Storage.CountAsync(database => database.Limits);

    // Each lease but the last was noted by the time that another write is through.
    private static async Task SendManyAsync(LedgerWorld world, int count)
    {
        await world.SendManyAsync(count);
        await world.FlushAsync();
    }
}
