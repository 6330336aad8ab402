using Approvals.Gateway.Messaging;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.Scenarios;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;
using Approvals.Gateway.Tests.World.Raw;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Messaging;

/// <summary>Messages that are lost, late, repeated and out of order; over the in-memory transport here, over a broker below.</summary>
public class RepeatedMessageTests : BankStories
{
    private const string Waits = "waits for a person";

    private Bus _bus = null!;
    private WireAgent _alice = null!;

    private protected override void Arrange(GatewayWorld world) =>
        world.WithFakeClock().WithSetting("Gateway:Hold", "1h").WithPolicy("bank", Policy.Replace("30m", "1d", StringComparison.Ordinal));

    [Fact]
    public async Task A_message_is_done_when_its_consumer_has_marked_it()
    {
        using var call = await ParkAsync();
        await World.Log.SeesAsync(Waits);

        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        await call.AnswerAsync();

        var rows = await _bus.SeesOutboxAsync(rows => rows.Count >= 2 && rows.All(row => row.DoneAt is not null));
        Assert.Equal(OutboxKind.Requested, rows[0].Kind);
        Assert.All(rows.Skip(1), row => Assert.Equal(OutboxKind.Resolved, row.Kind));
    }

    [Fact]
    public async Task What_the_bus_took_and_lost_is_announced_all_the_same_half_a_minute_later()
    {
        using var call = await ParkAsync();
        var row = Assert.Single(await _bus.SeesOutboxAsync(rows => rows is [{ DoneAt: not null, Attempts: 1 }]));
        var now = World.Clock!.GetUtcNow();
        Assert.Equal(now + TimeSpan.FromSeconds(30), row.DueAt);
        // As it is when the transport dies with the message: taken, not done, and nobody was told.
        await _bus.WriteAsync(database => database.Deliveries.ExecuteDeleteAsync());
        await _bus.WriteAsync(database => database.Outbox.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.DoneAt, (DateTimeOffset?)null)));

        var told = World.Log.SeesAsync(Waits, 2);
        await World.PassTimeUntilAsync(told);

        Assert.InRange(World.Clock.GetUtcNow() - now, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5));
        await _bus.SeesOutboxAsync(rows => rows is [{ DoneAt: not null, Attempts: 2 }]);
    }

    [Fact]
    public async Task What_is_never_done_is_sent_ever_more_rarely_but_at_least_every_five_minutes()
    {
        using var call = await ParkAsync();
        await _bus.SeesOutboxAsync(rows => rows is [{ DoneAt: not null, Attempts: 1 }]);
        // Somebody is at it, and will be for a long time.
        var far = World.Clock!.GetUtcNow() + TimeSpan.FromDays(1);
        await _bus.WriteAsync(database => database.Deliveries.ExecuteUpdateAsync(rows => rows
            .SetProperty(row => row.DeliveredAt, (DateTimeOffset?)null).SetProperty(row => row.ClaimedAt, far)));
        await _bus.WriteAsync(database => database.Outbox.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.DoneAt, (DateTimeOffset?)null)));

        foreach (var minutes in new[] { 1.0, 2.0, 4.0, 5.0, 5.0 })
        {
            var due = (await _bus.OutboxAsync())[0].DueAt;
            World.Clock.SetUtcNow(due);
            await World.PassTimeUntilAsync(_bus.SeesOutboxAsync(rows => rows[0].DueAt > due));
            var row = (await _bus.OutboxAsync())[0];
            Assert.InRange(row.DueAt - due, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 1));
            Assert.Null(row.DoneAt);
        }

        Assert.Equal(1, World.Log.CountOf(Waits));
    }

    [Fact]
    public async Task A_message_that_comes_twice_announces_once_even_half_an_hour_later()
    {
        using var call = await ParkAsync();
        await World.Log.SeesAsync(Waits);
        var row = Assert.Single(await _bus.SeesOutboxAsync(rows => rows is [{ DoneAt: not null }]));
        var again = new ApprovalRequested(row.RequestId, row.Sequence);

        await _bus.CarriesAsync(again);
        World.Clock!.Advance(TimeSpan.FromSeconds(1));
        await _bus.CarriesAsync(again);
        World.Clock.Advance(TimeSpan.FromMinutes(31));
        await _bus.CarriesAsync(again);

        Assert.Equal(1, World.Log.CountOf(Waits));
        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        var resolved = (await _bus.SeesOutboxAsync(rows => rows.Count >= 2 && rows.All(row => row.DoneAt is not null)))[1];
        await call.AnswerAsync();
        await _bus.CarriesAsync(new ApprovalResolved(resolved.RequestId, resolved.Sequence));
        World.Clock.Advance(TimeSpan.FromMinutes(31));
        await _bus.CarriesAsync(new ApprovalResolved(resolved.RequestId, resolved.Sequence));
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task A_rumour_of_a_resolution_releases_nothing()
    {
        using var call = await ParkAsync();
        var waits = await Bob.SeesOneAsync();

        await _bus.CarriesAsync(new ApprovalResolved(IdOf(waits), 0));

        Assert.Equal(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
        Assert.Equal(0, Bank.CountOf("pay"));
        await Bob.ApproveAsync(waits);
        Assert.Equal("pay {}", (await call.AnswerAsync()).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task A_request_that_was_resolved_before_its_announcement_came_is_not_announced()
    {
        using var call = await ParkAsync();
        await World.Log.SeesAsync(Waits);
        await Bob.DenyAsync(await Bob.SeesOneAsync(), "no");
        await call.AnswerAsync();
        var first = (await _bus.SeesOutboxAsync(rows => rows.Count >= 2 && rows.All(row => row.DoneAt is not null)))[0];
        await _bus.WriteAsync(database => database.Deliveries.ExecuteDeleteAsync());
        await _bus.WriteAsync(database => database.Outbox.Where(row => row.Sequence == first.Sequence)
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.DoneAt, (DateTimeOffset?)null)));

        await _bus.CarriesAsync(new ApprovalRequested(first.RequestId, first.Sequence));

        Assert.Equal(1, World.Log.CountOf(Waits));
        Assert.NotNull((await _bus.OutboxAsync())[0].DoneAt);
    }

    private async Task<WireCall> ParkAsync()
    {
        _bus = Bus.Of(World);
        _alice = await AliceOnTheWireAsync(Agent.Modern);
        World.Own(new Leaver(_alice));
        return await _alice.CallAsync("pay", "{}");
    }

    private sealed class Leaver(WireAgent alice) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            alice.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The same over a broker.</summary>
public sealed class RepeatedMessageOverRabbitMqTests : RepeatedMessageTests
{
    private protected override bool IsOverRabbitMq => true;
}
