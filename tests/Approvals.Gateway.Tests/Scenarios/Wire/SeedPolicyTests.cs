using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>The document that it began with, to the letter, through the running gateway.</summary>
public sealed class SeedPolicyTests : IAsyncLifetime
{
    private const string Seed =
        """{"version":"1","default":"deny","tools":{"create_access_key":{"limits":[{"counter":"create_access_key_rate","window":"minute","max":30,"scope":"grant"}]}}}""";

    private readonly GatewayWorld _world = new();
    private RawUpstream _upstream = null!;

    public async ValueTask InitializeAsync() => _upstream = _world.Own(await RawUpstream.StartAsync());

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_thirty_first_call_within_any_minute_is_told_when_to_come_again_and_another_grant_is_free()
    {
        await _world.WithFakeClock().With("ecs", _upstream.Url, Seed).StartAsync();
        using var alice = new RawAgent(_world, "ecs");
        using var eve = new RawAgent(_world, "ecs", GatewayWorld.EveToken);
        Assert.Equal(10, await CallManyAsync(alice, 10));
        _world.Clock!.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(20, await CallManyAsync(alice, 20));

        var limited = await alice.CallAsync("create_access_key");
        Assert.Equal("[RATE LIMITED] At most 30 calls in 60 seconds (create_access_key_rate). Try again in 15 s.", limited.Said);
        Assert.Equal(("rate_limited", "/tools/create_access_key/limits/0", 15), OutcomeOf(limited));
        Assert.Equal(30, await CallManyAsync(eve, 31));
        Assert.Equal("policy_denied", (await eve.CallAsync("delete_access_key")).Code);

        _world.Clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Equal(1, OutcomeOf(await alice.CallAsync("create_access_key")).RetryAfter);
        _world.Clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(10, await CallManyAsync(alice, 30));
        Assert.Equal(45, OutcomeOf(await alice.CallAsync("create_access_key")).RetryAfter);
        Assert.Equal(70, _upstream.Of("tools/call").Count);
    }

    [Fact]
    public async Task A_kill_and_a_restart_in_between_do_not_give_a_thirty_first()
    {
        await _world.With("ecs", _upstream.Url, Seed).StartProcessAsync();
        using (var alice = new RawAgent(_world, "ecs"))
        {
            Assert.Equal(17, await CallManyAsync(alice, 17));
        }

        await _world.KillAsync();
        await _world.StartProcessAsync();
        using (var again = new RawAgent(_world, "ecs"))
        {
            Assert.Equal(13, await CallManyAsync(again, 20));
        }

        await _world.KillAsync();
        await _world.StartProcessAsync();
        using var last = new RawAgent(_world, "ecs");
        using var eve = new RawAgent(_world, "ecs", GatewayWorld.EveToken);
        var limited = await last.CallAsync("create_access_key");
        Assert.InRange(OutcomeOf(limited).RetryAfter, 1, 60);
        Assert.Equal(30, _upstream.Of("tools/call").Count);
        Assert.Equal("ran", (await eve.CallAsync("create_access_key")).Said);
    }

    private static async Task<int> CallManyAsync(RawAgent agent, int count) =>
        (await Task.WhenAll(Enumerable.Range(0, count).Select(number => agent.CallAsync("create_access_key", idJson: $"{number}"))))
            .Count(answer => answer.Status == 200 && answer.Said == "ran");

    private static (string Code, string Rule, int RetryAfter) OutcomeOf(RawAnswer answer)
    {
        var outcome = answer.Answer.GetProperty("result").GetProperty("_meta").GetProperty("approvals/outcome");
        return (outcome.GetProperty("code").GetString()!, outcome.GetProperty("rule").GetString()!, outcome.GetProperty("retryAfterSeconds").GetInt32());
    }
}
