using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>Limits that look at the session or the arguments, through the whole gateway.</summary>
public sealed class ChargedCallTests : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{
          "look":{"rate_limit":{"max":2,"window":60}},
          "hidden":{"limits":[{"counter":"notes","window":60,"max":1,"scope":"args.note"}]},
          "pay":{"limits":[{"counter":"money","window":60,"max":100,"amount":"args.amount"}],
                 "require_approval":[{"conditions":[{"path":"args.amount","op":"gte","value":50}]}]}}}
        """;

    private readonly GatewayWorld _world = new GatewayWorld().WithFakeClock();
    private CountingUpstream _bank = null!;

    public async ValueTask InitializeAsync()
    {
        _bank = _world.Own(await CountingUpstream.StartAsync(stateful: true));
        await _world.With("bank", _bank.Url, Policy).StartAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Each_session_has_its_own_rate_and_all_calls_without_one_have_one_together()
    {
        await using var one = await Agent.ConnectAsync(_world, "bank", era: Agent.Legacy);
        await using var two = await Agent.ConnectAsync(_world, "bank", era: Agent.Legacy);
        await using var modern = await Agent.ConnectAsync(_world, "bank");
        await using var another = await Agent.ConnectAsync(_world, "bank");

        foreach (var agent in new[] { one, one, two, two, modern, another })
        {
            Assert.False((await agent.CallsAsync("look")).IsError);
        }

        foreach (var agent in new[] { one, two, modern, another })
        {
            var limited = await agent.CallsAsync("look");
            Assert.Equal(("rate_limited", "/tools/look/rate_limit"), (limited.Code, limited.Outcome!.Value.GetProperty("rule").GetString()));
        }

        Assert.Equal(6, _bank.CountOf("look"));
    }

    [Fact]
    public async Task What_an_argument_says_is_charged_and_what_it_does_not_say_plainly_is_refused()
    {
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        Assert.False((await alice.CallsAsync("pay", new { amount = 40 })).IsError);
        Assert.False((await alice.CallsAsync("pay", new { amount = 45 })).IsError);

        var limited = await alice.CallsAsync("pay", new { amount = 16 });
        Assert.Equal("[RATE LIMITED] At most 100 of args.amount in 60 seconds (money). Try again in 60 s.", limited.Text);
        foreach (var arguments in new object[] { new { amount = -1 }, new { amount = 1.5 }, new { amount = "1" }, new { }, new { amount = 101 } })
        {
            var refused = await alice.CallsAsync("pay", arguments);
            Assert.Equal("policy_denied", refused.Code);
            Assert.Equal("/tools/pay/limits/0", refused.Outcome!.Value.GetProperty("rule").GetString());
        }

        Assert.Equal("policy_denied", (await alice.CallsAsync("pay", new { Amount = 1 })).Code);
        Assert.False((await alice.CallsAsync("pay", new { amount = 15 })).IsError);
        Assert.Equal(3, _bank.CountOf("pay"));
    }

    [Fact]
    public async Task Each_value_of_an_argument_has_its_own_count_whoever_calls()
    {
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        await using var eve = await Agent.ConnectAsync(_world, "bank", GatewayWorld.EveToken);

        Assert.False((await alice.CallsAsync("hidden", new { note = "a" })).IsError);
        Assert.Equal("rate_limited", (await eve.CallsAsync("hidden", new { note = "a" })).Code);
        Assert.False((await eve.CallsAsync("hidden", new { note = "b" })).IsError);
    }

    [Fact]
    public async Task What_is_approved_is_charged_when_it_is_released_and_waits_while_there_is_no_room()
    {
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        var asked = alice.CallsAsync("pay", new { amount = 80 });
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        var waits = await bob.SeesOneAsync();
        Assert.False((await alice.CallsAsync("pay", new { amount = 30 })).IsError);

        await bob.ApproveAsync(waits);
        var limited = await asked;
        Assert.Equal("rate_limited", limited.Code);
        Assert.Contains("The approval still stands", limited.Text);

        _world.Clock!.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await alice.CallsAsync("pay", new { amount = 80 })).IsError);
        Assert.Equal("rate_limited", (await alice.CallsAsync("pay", new { amount = 21 })).Code);
        Assert.False((await alice.CallsAsync("pay", new { amount = 20 })).IsError);
    }
}
