using System.Net;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>The gateway as a process of its own, asked to end.</summary>
public class DrainingTests : IAsyncLifetime
{
    private const string Policy = """{"version":"1","tools":{"pay":{"action":"require_approval"},"slow":{"action":"require_approval"},"look":{}}}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GatewayWorld _world = new();
    private CountingUpstream _bank = null!;

    public async ValueTask InitializeAsync()
    {
        _bank = _world.Own(await CountingUpstream.StartAsync());
        _world.With("bank", _bank.Url, Policy);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _world.DisposeAsync();
    }

    [Fact]
    public async Task It_is_not_ready_first_then_held_calls_are_handed_off_and_what_was_sent_finishes()
    {
        // Long enough to look at it; the end of the test does not wait for it.
        await _world.WithSetting("Gateway:DrainDelay", "3s").StartProcessAsync();
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        var runs = agent.CallsAsync("slow");
        await bob.ApproveAsync(await bob.SeesOneAsync());
        await _bank.SlowRuns;
        var waits = agent.CallsAsync("pay", new { amount = 1 });
        await bob.SeesOneAsync();
        using var http = _world.Http();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative))).StatusCode);

        await _world.Process!.TerminateAsync();
        while ((await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative))).StatusCode != HttpStatusCode.ServiceUnavailable)
        {
        }

        // Whoever has not heard of it yet is still served.
        Assert.False((await agent.CallsAsync("look")).IsError);
        Assert.Equal("approval_pending", (await waits.WaitAsync(Patience)).Code);
        _bank.LetGo();
        Assert.False((await runs.WaitAsync(Patience)).IsError);
        Assert.Equal(0, await _world.Process.EndsAsync());

        // The next one goes on with what waits.
        await _world.StartProcessAsync();
        await using var again = await Agent.ConnectAsync(_world, "bank");
        bob = _world.Reviewer(GatewayWorld.BobToken);
        await bob.ApproveAsync(await bob.SeesOneAsync());
        Assert.Equal("""pay {"amount":1}""", (await again.CallsAsync("pay", new { amount = 1 })).Text);
        Assert.Equal(1, _bank.CountOf("pay"));
    }

    [Fact]
    public async Task What_does_not_finish_in_time_is_of_unknown_outcome()
    {
        await _world.WithSetting("Gateway:DrainDelay", "0s").WithSetting("Gateway:DrainTimeout", "300ms").StartProcessAsync();
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        var runs = agent.CallsAsync("slow");
        await bob.ApproveAsync(await bob.SeesOneAsync());
        await _bank.SlowRuns;

        await _world.Process!.TerminateAsync();

        Assert.Equal("outcome_unknown", (await runs.WaitAsync(Patience)).Code);
        Assert.Equal(0, await _world.Process.EndsAsync());
        await _world.StartProcessAsync();
        var ended = Assert.Single((await _world.Reviewer(GatewayWorld.BobToken).ListAsync("all")).EnumerateArray());
        Assert.Equal("unknown", ended.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_broker_that_is_away_does_not_keep_it()
    {
        // Nobody listens on port 1.
        await _world.WithRabbitMq(new Uri("amqp://guest:guest@127.0.0.1:1/")).WithSetting("Gateway:DrainDelay", "0s").StartProcessAsync();
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var waits = agent.CallsAsync("pay", new { amount = 1 });
        await _world.Reviewer(GatewayWorld.BobToken).SeesOneAsync();

        await _world.Process!.TerminateAsync();

        Assert.Equal("approval_pending", (await waits.WaitAsync(Patience)).Code);
        Assert.Equal(0, await _world.Process.EndsAsync());
    }
}
