using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;

namespace Approvals.Gateway.Tests.Scenarios;

public class MainStoryTests : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","default":"deny","hide":["hidden"],"tools":{
          "look":{"limits":[{"counter":"looks","window":"minute","max":2}]},
          "pay":{"action":"require_approval","reason":"Moves money.","approval":{"reviewers":["sre"]}},
          "slow":{"action":"deny","reason":"Too slow."}}}
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
        await _world.With("bank", _bank.Url, Policy).StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _world.DisposeAsync();
    }

    [Theory]
    [InlineData(Agent.Legacy)]
    [InlineData(Agent.Modern)]
    public async Task A_call_is_held_until_a_person_approves_it_and_runs_once(string era)
    {
        await using var agent = await Agent.ConnectAsync(_world, "bank", era: era);
        var call = agent.CallsAsync("pay", new { amount = 900 });

        var bob = _world.Reviewer(GatewayWorld.BobToken);
        var waits = await bob.SeesOneAsync();
        Assert.Equal(0, _bank.CountOf("pay"));
        await bob.ApproveAsync(waits);

        Assert.Equal("""pay {"amount":900}""", (await call).Text);
        Assert.Equal(1, _bank.CountOf("pay"));
        Assert.Equal("completed", (await bob.GetAsync(waits.GetProperty("id").GetString()!)).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData(Agent.Legacy)]
    [InlineData(Agent.Modern)]
    public async Task Allowed_limited_denied_and_hidden_tools_read_as_the_contract_says(string era)
    {
        await using var agent = await Agent.ConnectAsync(_world, "bank", era: era);

        Assert.Equal(["look", "pay", "slow"], await agent.ListsAsync());
        Assert.False((await agent.CallsAsync("look")).IsError);
        Assert.False((await agent.CallsAsync("look")).IsError);
        var limited = await agent.CallsAsync("look");
        Assert.StartsWith("[RATE LIMITED] ", limited.Text);
        Assert.Equal("rate_limited", limited.Code);
        Assert.InRange(limited.Outcome!.Value.GetProperty("retryAfterSeconds").GetInt32(), 1, 60);
        var denied = await agent.CallsAsync("slow");
        Assert.Equal("[POLICY DENIED] Too slow.", denied.Text);
        Assert.Equal("/tools/slow/action", denied.Outcome!.Value.GetProperty("rule").GetString());
        Assert.Equal("(hidden)", (await agent.CallsAsync("hidden")).Outcome!.Value.GetProperty("rule").GetString());
        Assert.Equal("(default deny)", (await agent.CallsAsync("unheard_of")).Outcome!.Value.GetProperty("rule").GetString());
        Assert.Equal(["look", "look"], _bank.Calls.Select(ran => ran.Tool));
    }
}
