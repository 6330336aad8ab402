using Approvals.Gateway.Messaging;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.Contracts;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Approvals.Gateway.Tests.Messaging;

public sealed class OutboxTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("approvals-outbox-");

    private string DatabaseFile => Path.Combine(_folder.FullName, "approvals.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_bus_tells_its_makers_nothing()
    {
        await using var world = await MessagingWorld.BuildAsync(DatabaseFile);

        Assert.False(world.Get<IOptions<UsageTelemetryOptions>>().Value.Enabled);
    }

    [Fact]
    public async Task A_parked_call_goes_through_the_queue_of_its_name_and_a_resolution_past_it()
    {
        await using var world = await MessagingWorld.BuildAsync(DatabaseFile);
        await world.StartAsync();

        await world.Store.OpenAsync(Asked.Request("a"));
        await world.Store.ApproveAsync("a");
        await world.UntilAsync(() => Task.FromResult(!world.Heard.Requested.IsEmpty && !world.Heard.Resolved.IsEmpty));

        // A bus that is slow to confirm gets it again.
        Assert.Equal([("a", MessagingSetup.ParkedCalls)], world.Heard.Requested.Distinct());
        Assert.Equal("parked-calls", MessagingSetup.ParkedCalls);
        Assert.Equal("a", Assert.Single(world.Heard.Resolved.Distinct()).Id);
        Assert.StartsWith("approval-resolved", Assert.Single(world.Heard.Resolved.Distinct()).Queue, StringComparison.Ordinal);
        Assert.NotEqual(MessagingSetup.ParkedCalls, Assert.Single(world.Heard.Resolved.Distinct()).Queue);
    }

    [Fact]
    public async Task What_the_bus_refuses_is_tried_again_until_nothing_is_left()
    {
        await using var world = await MessagingWorld.BuildAsync(DatabaseFile);
        var bus = new BrokenBus(attempt => attempt is 1 or 4 or 5 or 120);
        world.Get<IBus>().ConnectPublishObserver(bus);
        await world.StartAsync();

        var expected = new List<string>();
        for (var number = 0; number < 130; number++)
        {
            await world.Store.OpenAsync(Asked.Request($"{number}"));
            expected.Add($"requested {number}");
        }

        await world.Store.ApproveAsync("7");
        expected.Add("resolved 7");
        await world.UntilAsync(world.IsEmptyAsync);
        await world.UntilAsync(() => Task.FromResult(world.Heard.Requested.Select(one => one.Id).Distinct().Count() == 130));

        // One may overtake another, and none is lost.
        Assert.Equal(4, bus.Refused);
        Assert.Equal(expected.Order(StringComparer.Ordinal), bus.Published.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_bus_that_does_not_answer_delays_messages_and_no_call()
    {
        await using var world = await MessagingWorld.BuildAsync(DatabaseFile);
        var bus = new BrokenBus(attempt => attempt < 10);
        world.Get<IBus>().ConnectPublishObserver(bus);
        await world.StartAsync();

        // The clock stands still: the outbox waits after its first failure, and calls are parked and decided all the same.
        Assert.True(await world.Store.OpenAsync(Asked.Request("a")));
        Assert.NotNull(await world.Store.ApproveAsync("a"));
        Assert.False(await world.IsEmptyAsync());

        await world.UntilAsync(world.IsEmptyAsync);
        Assert.Equal(["requested a", "resolved a"], bus.Published.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_written_before_a_stop_is_published_after_the_next_start()
    {
        await FillAsync();

        await using var after = await MessagingWorld.BuildAsync(DatabaseFile);
        Assert.False(await after.IsEmptyAsync());
        await after.StartAsync();
        await after.UntilAsync(() => Task.FromResult(after.Heard.Requested.Select(one => one.Id).Distinct().Count() >= 2));

        // Each at least once: what a busy machine says twice is told once, which RepeatedMessageTests see to.
        Assert.Equal(["a", "b"], after.Heard.Requested.Select(one => one.Id).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_published_before_it_is_committed()
    {
        await using var world = await MessagingWorld.BuildAsync(DatabaseFile);
        var bus = new BrokenBus(_ => false);
        world.Get<IBus>().ConnectPublishObserver(bus);
        await world.StartAsync();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => world.Get<WriteQueue>().RunAsync<int>(async database =>
        {
            database.Outbox.Add(new OutboxRow { At = Asked.Opened, DueAt = Asked.Opened, Kind = OutboxKind.Requested, RequestId = "ghost" });
            await database.SaveChangesAsync();
            throw new InvalidTimeZoneException();
        }));
        await world.Store.OpenAsync(Asked.Request("a"));
        await world.UntilAsync(world.IsEmptyAsync);

        Assert.Equal(["requested a"], bus.Published.Distinct());
    }

    // A flow of its own: the bus leaves its logger behind in the one it was made in.
    private async Task FillAsync()
    {
        await using var world = await MessagingWorld.BuildAsync(DatabaseFile);
        world.Get<IBus>().ConnectPublishObserver(new BrokenBus(_ => true));
        await world.StartAsync();
        await world.Store.OpenAsync(Asked.Request("a"));
        await world.Store.OpenAsync(Asked.Request("b"));
    }
}
