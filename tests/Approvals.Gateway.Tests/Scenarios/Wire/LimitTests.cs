using System.Collections.Concurrent;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>P9 at the door: in no interval as long as a limit's window does the upstream see more than its max.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly GatewayWorld _world = new GatewayWorld().WithFakeClock();
    private readonly ConcurrentQueue<DateTimeOffset> _arrivals = new();
    private RawUpstream _upstream = null!;
    private bool _isDown;

    public async ValueTask InitializeAsync()
    {
        _upstream = _world.Own(await RawUpstream.StartAsync());
        _upstream.Script = (seen, response) =>
        {
            if (_isDown)
            {
                return Replies.Status(401)(seen, response);
            }

            if (seen.RpcMethod == "tools/call")
            {
                _arrivals.Enqueue(_world.Clock!.GetUtcNow());
            }

            return RawUpstream.WellBehaved(seen, response);
        };
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(250)]
    public async Task No_minute_ever_sees_more_than_the_limit_and_none_is_held_back(int max)
    {
        await StartAsync(max);
        using var alice = new RawAgent(_world, "raw");
        for (var round = 0; round < 12; round++)
        {
            await CrowdAsync(alice, max > 100 ? 128 : 64);
            _world.Clock!.Advance(TimeSpan.FromSeconds(7.3));
        }

        Assert.Equal(max, MostInAMinute());

        // Twelve rounds are a minute and a half: what can be used of the second minute was.
        Assert.InRange(_arrivals.Count, max + 1, 2 * max);
    }

    [Fact]
    public async Task After_the_time_that_was_named_there_is_room_again_and_not_before()
    {
        await StartAsync(1);
        using var alice = new RawAgent(_world, "raw");
        Assert.Equal("ran", (await alice.CallAsync("look")).Said);
        _world.Clock!.Advance(TimeSpan.FromSeconds(20.5));

        var limited = await alice.CallAsync("look");
        Assert.Equal(40, RetryAfter(limited));
        _world.Clock.Advance(TimeSpan.FromSeconds(39.4));
        Assert.Equal(1, RetryAfter(await alice.CallAsync("look")));
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ran", (await alice.CallAsync("look")).Said);
    }

    [Fact]
    public async Task A_restart_neither_doubles_nor_resets_what_was_counted()
    {
        await StartAsync(50);
        using (var alice = new RawAgent(_world, "raw"))
        {
            Assert.Equal(20, await CrowdAsync(alice, 20));
        }

        _world.Clock!.Advance(TimeSpan.FromSeconds(30));
        await _world.RestartAsync();
        using (var alice = new RawAgent(_world, "raw"))
        {
            Assert.Equal(30, await CrowdAsync(alice, 64));
        }

        await _world.RestartAsync();
        using var again = new RawAgent(_world, "raw");
        Assert.Equal(0, await CrowdAsync(again, 5));

        // The first twenty are over a minute old; a call's last write may be missing, which keeps its place for 15 s more.
        _world.Clock.Advance(TimeSpan.FromSeconds(46));
        Assert.Equal(20, await CrowdAsync(again, 64));
        Assert.Equal(50, MostInAMinute());
    }

    [Fact]
    public async Task A_large_limit_loses_a_few_places_in_a_restart_and_never_wins_one()
    {
        const int Max = 500;
        await StartAsync(Max);
        for (var start = 0; start < 3; start++)
        {
            using var alice = new RawAgent(_world, "raw");
            await CrowdAsync(alice, 120);
            await _world.RestartAsync();
        }

        using var last = new RawAgent(_world, "raw");
        await CrowdAsync(last, Max);

        // Each restart may lose what was left of two blocks of a fiftieth.
        Assert.InRange(_arrivals.Count, Max - (3 * 2 * Max / 50), Max);
    }

    [Fact]
    public async Task A_counter_that_two_tools_share_counts_both()
    {
        await StartAsync(10);
        using var alice = new RawAgent(_world, "raw");

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => alice.CallAsync(i % 2 == 0 ? "look" : "pay")));

        Assert.Equal(10, answers.Count(Ran));
        Assert.Equal(10, _arrivals.Count);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public async Task What_never_reached_the_upstream_costs_nothing(int max)
    {
        await StartAsync(max);
        using var alice = new RawAgent(_world, "raw");
        _isDown = true;
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(0, await CrowdAsync(alice, max > 100 ? 100 : 10));
        }

        _isDown = false;
        Assert.Equal(max, await CrowdAsync(alice, max + 20));
    }

    [Fact]
    public async Task H24_another_session_name_or_id_is_still_the_same_grant()
    {
        await StartAsync(5);
        using var alice = new RawAgent(_world, "raw");
        using var eve = new RawAgent(_world, "raw", GatewayWorld.EveToken);
        var ran = 0;
        for (var i = 0; i < 12; i++)
        {
            var session = await alice.InitializeAsync();
            var meta = $$$""","_meta":{"io.modelcontextprotocol/clientInfo":{"name":"client {{{i}}}","version":"1"}}""";
            var legacy = await alice.PostAsync(RawAgent.Call("look", $"\"id {i}\"", $$"""{"n":{{i}}}""", meta), ("Mcp-Session-Id", session), ("User-Agent", $"a/{i}"), ("X-Forwarded-For", $"10.0.0.{i}"));
            var modern = await alice.PostAsync(RawAgent.Call("look", $"{i}", meta: meta), RawAgent.Headers(Agent.Modern, name: "look"));
            ran += (Ran(legacy) ? 1 : 0) + (Ran(modern) ? 1 : 0);
        }

        Assert.Equal(5, ran);
        Assert.Equal(5, await CrowdAsync(eve, 20));
    }

    private Task<GatewayWorld> StartAsync(int max) => _world.With("raw", _upstream.Url, $$"""
        {"version":"1","default":"deny","tools":{
          "look":{"limits":[{"counter":"calls","window":"minute","max":{{max}} }]},
          "pay":{"limits":[{"counter":"calls","window":"minute","max":{{max}} }]} } }
        """).StartAsync();

    private static async Task<int> CrowdAsync(RawAgent agent, int crowd) =>
        (await Task.WhenAll(Enumerable.Range(0, crowd).Select(i => agent.CallAsync("look", i % 2 == 0 ? Agent.Legacy : Agent.Modern, $"{i}")))).Count(Ran);

    private static bool Ran(RawAnswer answer) => answer.Status == 200 && answer.Said == "ran";

    private static int RetryAfter(RawAnswer answer)
    {
        Assert.Equal("rate_limited", answer.Code);
        return answer.Answer.GetProperty("result").GetProperty("_meta").GetProperty("approvals/outcome").GetProperty("retryAfterSeconds").GetInt32();
    }

    // Half-open, as the contract counts: a call no longer counts a window's length after it was sent.
    private int MostInAMinute() => _arrivals.Max(first => _arrivals.Count(other => other >= first && other < first + Minute));
}
