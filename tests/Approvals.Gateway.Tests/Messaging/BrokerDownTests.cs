using System.Net;
using Approvals.Gateway.Tests.Scenarios;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;

namespace Approvals.Gateway.Tests.Messaging;

/// <summary>A broker that is away: calls are parked and decided without it, and announced when it is back.</summary>
public sealed class BrokerDownTests : IAsyncLifetime
{
    private const string Waits = "waits for a person";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GatewayWorld _world = new();
    private CountingUpstream _bank = null!;
    private TcpProxy _wire = null!;

    public async ValueTask InitializeAsync()
    {
        _bank = _world.Own(await CountingUpstream.StartAsync());
        _wire = _world.Outlive(TcpProxy.CutTo(_world.Outlive(await VirtualHost.CreateAsync()).Url));
        _world.With("bank", _bank.Url, BankStories.Policy).WithRabbitMq(_wire.Url);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_broker_that_is_down_at_the_start_delays_announcements_and_nothing_else()
    {
        await _world.StartAsync();
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        await using var agent = await Agent.ConnectAsync(_world, "bank");

        var first = agent.CallsAsync("pay", new { number = 1 });
        await bob.ApproveAsync(await bob.SeesOneAsync());
        Assert.Equal("""pay {"number":1}""", (await first).Text);

        var second = agent.CallsAsync("pay", new { number = 2 });
        var waits = await bob.SeesOneAsync();
        await _world.Log.SeesAsync("The queue cannot be reached");
        Assert.Equal(0, _world.Log.CountOf(Waits));

        _wire.Mend();
        await _world.Log.SeesAsync(Waits);
        await bob.ApproveAsync(waits);
        Assert.Equal("""pay {"number":2}""", (await second).Text);
        await _world.Log.SeesAsync("The queue is back");
        // The first was decided before anybody could be told of it.
        Assert.Equal(1, _world.Log.CountOf(Waits));
    }

    [Fact]
    public async Task A_broker_that_dies_while_calls_wait_loses_none_of_them()
    {
        _wire.Mend();
        await _world.StartAsync();
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var before = agent.CallsAsync("pay", new { number = 1 });
        await _world.Log.SeesAsync(Waits);

        _wire.Cut();
        var during = agent.CallsAsync("pay", new { number = 2 });
        var waiting = await bob.SeesPendingAsync(2);
        await bob.ApproveAsync(waiting[1]);
        Assert.Equal("""pay {"number":1}""", (await before).Text);

        _wire.Mend();
        await _world.Log.SeesAsync(Waits, 2);
        await bob.DenyAsync(waiting[0], "no");
        Assert.Equal("approval_denied", (await during).Code);
        Assert.Equal(1, _bank.CountOf("pay"));
        Assert.Equal(2, _world.Log.CountOf(Waits));
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("mute")]
    public async Task What_the_broker_did_not_confirm_is_not_lost_and_announced_once(string broker)
    {
        _wire.Mend();
        await _world.StartAsync();
        var bus = Bus.Of(_world);
        using var http = _world.Http();
        await BecomesAsync(http, "Healthy");
        await using var agent = await Agent.ConnectAsync(_world, "bank");

        Break(broker);
        var call = agent.CallsAsync("pay", new { amount = 1 });
        await _world.Log.SeesAsync("The queue cannot be reached");
        // Whether the broker has it, nobody knows.
        Assert.Equal(0, Assert.Single(await bus.OutboxAsync()).Attempts);

        _wire.Cut();
        _wire.Mend();
        // Either it had the message all along, or it gets it again.
        await bus.SeesOutboxAsync(rows => rows is [{ DoneAt: not null }]);
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        await bob.ApproveAsync(await bob.SeesOneAsync());
        Assert.Equal("""pay {"amount":1}""", (await call).Text);
        Assert.Equal(1, _world.Log.CountOf(Waits));
    }

    [Fact]
    public async Task Without_its_broker_the_gateway_is_degraded_and_ready()
    {
        await _world.StartAsync();
        using var http = _world.Http();

        using var down = await http.GetAsync("/healthz/ready");
        Assert.Equal(HttpStatusCode.OK, down.StatusCode);
        Assert.StartsWith("Degraded\nmasstransit-bus: ", await down.Content.ReadAsStringAsync());

        _wire.Mend();
        await BecomesAsync(http, "Healthy");
        _wire.Cut();
        await BecomesAsync(http, "Degraded");
    }

    [Theory]
    [InlineData("never there")]
    [InlineData("dead")]
    [InlineData("silent")]
    public async Task The_gateway_stops_although_its_broker_does_not_answer(string broker)
    {
        if (broker != "never there")
        {
            _wire.Mend();
        }

        await _world.StartAsync();
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        using var leaves = new CancellationTokenSource();
        var call = agent.CallsAsync("pay", stop: leaves.Token);
        await (broker == "never there" ? _world.Log.SeesAsync("The queue cannot be reached") : _world.Log.SeesAsync(Waits));
        Break(broker);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _world.SeesEveryCallerGoneAsync();

        await _world.StopAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task The_password_is_written_nowhere()
    {
        var secret = RabbitMq.Url.UserInfo.Split(':')[1];
        await _world.StartAsync();
        await using (var agent = await Agent.ConnectAsync(_world, "bank"))
        {
            using var leaves = new CancellationTokenSource();
            var call = agent.CallsAsync("pay", stop: leaves.Token);
            await _world.Log.SeesAsync("The queue cannot be reached");
            _wire.Mend();
            await _world.Log.SeesAsync(Waits);
            await leaves.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        await _world.StopAsync();

        Assert.Contains(_world.Log.Lines, line => line.Category.StartsWith("MassTransit", StringComparison.Ordinal));
        Assert.DoesNotContain(_world.Log.Lines, line => $"{line}".Contains(secret, StringComparison.Ordinal));
    }

    private void Break(string broker)
    {
        if (broker == "dead")
        {
            _wire.Cut();
        }
        else if (broker == "silent")
        {
            _wire.Stall();
        }
        else if (broker == "mute")
        {
            _wire.Mute();
        }
    }

    private static async Task BecomesAsync(HttpClient http, string health)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await http.GetStringAsync("/healthz/ready", limit.Token)).Split('\n')[0] != health)
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }
}
