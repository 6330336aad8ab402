using System.Threading.Channels;
using Approvals.Gateway.Policies;
using Microsoft.EntityFrameworkCore;
using static Approvals.Gateway.Tests.Policies.LedgerWorld;

namespace Approvals.Gateway.Tests.Policies;

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

        Assert.Null(world.Check());
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
    public async Task What_no_window_reaches_any_more_is_dropped_at_the_start()
    {
        await using var world = await StartAsync(Tool("pay", 3));
        await world.SendAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(8));
        await world.SendAsync();
        await world.TakeAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(5));

        await world.LoseAsync();

        Assert.Equal(2, await world.Storage.CountAsync(database => database.Limits));
        Assert.Equal(0, await world.Storage.CountAsync(database => database.Limits.Where(row => row.SentAt == null)));
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
        await world.Storage.Writes.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<ChannelClosedException>(() => world.ReserveAsync().AsTask());

        Assert.Null(world.Check());
    }

    // Each lease but the last was noted by the time that another write is through.
    private static async Task SendManyAsync(LedgerWorld world, int count)
    {
        for (var call = 0; call < count; call++)
        {
            await world.SendAsync();
        }

        await world.Storage.Writes.RunAsync(_ => Task.FromResult(true));
    }
}
