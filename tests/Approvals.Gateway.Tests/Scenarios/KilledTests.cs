using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>The gateway as a process of its own, killed without warning.</summary>
public class KilledTests : IAsyncLifetime
{
    private const int Ten = 10;
    private const string Policy = """
        {"version":"1","tools":{
          "pay":{"action":"require_approval"},
          "look":{"limits":[{"counter":"looks","window":"hour","max":3}]}}}
        """;

    private readonly GatewayWorld _world = new();
    private CountingUpstream _bank = null!;

    private protected virtual bool IsOverRabbitMq => false;

    public async ValueTask InitializeAsync()
    {
        if (IsOverRabbitMq)
        {
            await _world.WithRabbitMqAsync();
        }

        _bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", _bank.Url, Policy).StartProcessAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _world.DisposeAsync();
    }

    [Fact]
    public async Task Ten_parked_calls_survive_a_kill_and_each_is_decided_reattached_and_run_once()
    {
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var lost = Enumerable.Range(0, Ten).Select(number => agent.CallsAsync("pay", new { number })).ToList();
        var before = await _world.Reviewer(GatewayWorld.BobToken).SeesPendingAsync(Ten);

        await _world.KillAsync();
        await Task.WhenAll(lost.Select(call => Assert.ThrowsAnyAsync<Exception>(() => call)));
        await _world.StartProcessAsync();

        var bob = _world.Reviewer(GatewayWorld.BobToken);
        var after = await bob.SeesPendingAsync(Ten);
        string[] kept = ["id", "fingerprint", "expiresAt", "arguments"];
        Assert.Equal(
            before.Select(request => string.Join(' ', kept.Select(member => request.GetProperty(member).GetRawText()))),
            after.Select(request => string.Join(' ', kept.Select(member => request.GetProperty(member).GetRawText()))));

        await using var again = await Agent.ConnectAsync(_world, "bank");
        var calls = Enumerable.Range(0, Ten).Select(number => again.CallsAsync("pay", new { number })).ToList();
        await Task.WhenAll(after.Select(bob.ApproveAsync));
        var answers = await Task.WhenAll(calls);

        Assert.Equal(Enumerable.Range(0, Ten).Select(number => $$"""pay {"number":{{number}}}"""), answers.Select(answer => answer.Text));
        Assert.Equal(Ten, _bank.CountOf("pay"));
        Assert.Equal(Ten, (await bob.ListAsync("all")).GetArrayLength());
    }

    [Fact]
    public async Task What_was_approved_before_a_kill_runs_once_when_its_agent_comes_back()
    {
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        using var leaves = new CancellationTokenSource();
        var left = agent.CallsAsync("pay", new { amount = 1 }, stop: leaves.Token);
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        var waits = await bob.SeesOneAsync();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await bob.ApproveAsync(waits);
        Assert.Equal(0, _bank.CountOf("pay"));

        await _world.KillAsync();
        await _world.StartProcessAsync();

        await using var again = await Agent.ConnectAsync(_world, "bank");
        Assert.Equal("""pay {"amount":1}""", (await again.CallsAsync("pay", new { amount = 1 })).Text);
        Assert.Equal(1, _bank.CountOf("pay"));
    }

    [Fact]
    public async Task A_limit_is_not_doubled_by_a_kill()
    {
        await using (var agent = await Agent.ConnectAsync(_world, "bank"))
        {
            Assert.False((await agent.CallsAsync("look")).IsError);
            Assert.False((await agent.CallsAsync("look")).IsError);
        }

        await _world.KillAsync();
        await _world.StartProcessAsync();

        await using var again = await Agent.ConnectAsync(_world, "bank");
        Assert.False((await again.CallsAsync("look")).IsError);
        Assert.Equal("rate_limited", (await again.CallsAsync("look")).Code);
        Assert.Equal(3, _bank.CountOf("look"));
    }
}
