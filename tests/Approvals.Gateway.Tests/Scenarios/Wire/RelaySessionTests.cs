using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>An agent holds a sealed handle instead of its upstream's session id; to anybody else the handle opens nothing.</summary>
public sealed class RelaySessionTests : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();
    private RawUpstream _upstream = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = _world.Own(await RawUpstream.StartAsync());
        await _world.With("raw", _upstream.Url, OpenDoor.Policy).With("twin", _upstream.Url, OpenDoor.Policy).StartAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_upstream_gets_its_own_id_and_the_agent_never_sees_it()
    {
        using var alice = new RawAgent(_world, "raw");
        _upstream.Script = (seen, response) =>
        {
            response.Headers["Mcp-Session-Id"] = RawUpstream.SessionId;
            return RawUpstream.WellBehaved(seen, response);
        };
        var session = await alice.InitializeAsync();

        var answer = await alice.PostAsync(RawAgent.Call("safe"), ("Mcp-Session-Id", session));

        Assert.Equal(RawUpstream.SessionId, _upstream.Last.Header("Mcp-Session-Id"));
        Assert.Equal(session, answer.Header("Mcp-Session-Id"));
        Assert.DoesNotContain(RawUpstream.SessionId, session, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handle_is_good_for_its_grant_and_upstream_and_survives_a_restart()
    {
        string session;
        using (var before = new RawAgent(_world, "raw"))
        {
            session = await before.InitializeAsync();
        }

        await _world.RestartAsync();
        using var alice = new RawAgent(_world, "raw");
        using var eve = new RawAgent(_world, "raw", GatewayWorld.EveToken);
        using var twin = new RawAgent(_world, "twin");
        var seen = _upstream.Seen.Count;

        foreach (var stranger in new[] { eve, twin })
        {
            var call = await stranger.PostAsync(RawAgent.Call("safe"), ("Mcp-Session-Id", session));
            Assert.Equal((404, -32001), (call.Status, call.ErrorCode));
            Assert.Equal(404, (await stranger.GetAsync(("Mcp-Session-Id", session))).Status);
            Assert.Equal(404, (await stranger.DeleteAsync(("Mcp-Session-Id", session))).Status);
        }

        Assert.Equal(seen, _upstream.Seen.Count);
        Assert.Equal("ran", (await alice.PostAsync(RawAgent.Call("safe"), ("Mcp-Session-Id", session))).Said);
        Assert.Equal(RawUpstream.SessionId, _upstream.Last.Header("Mcp-Session-Id"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("!!!")]
    [InlineData(RawUpstream.SessionId)]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../etc/passwd")]
    public async Task A_handle_that_nobody_was_given_opens_nothing(string handle)
    {
        using var alice = new RawAgent(_world, "raw");

        var answer = await alice.PostAsync(RawAgent.Call("safe"), ("Mcp-Session-Id", handle));

        Assert.Equal((404, -32001), (answer.Status, answer.ErrorCode));
        Assert.Empty(_upstream.Seen);
    }

    [Fact]
    public async Task Two_handles_or_a_changed_one_open_nothing()
    {
        using var alice = new RawAgent(_world, "raw");
        var session = await alice.InitializeAsync();
        var changed = session[..^2] + (session[^2] == 'A' ? 'B' : 'A') + session[^1];

        Assert.Equal(404, (await alice.PostAsync(RawAgent.Call("safe"), ("Mcp-Session-Id", session), ("Mcp-Session-Id", session))).Status);
        Assert.Equal(404, (await alice.PostAsync(RawAgent.Call("safe"), ("Mcp-Session-Id", changed))).Status);
        Assert.Single(_upstream.Seen);
    }

    [Fact]
    public async Task A_session_that_its_upstream_ended_is_404_and_can_be_begun_anew()
    {
        using var alice = new RawAgent(_world, "raw");
        var session = await alice.InitializeAsync();
        _upstream.Script = Replies.On("tools/call", Replies.Json("""{"jsonrpc":"2.0","id":$id,"error":{"code":-32001,"message":"Session not found"}}""", 404));
        var withWords = await alice.PostAsync(RawAgent.Call("safe"), ("Mcp-Session-Id", session));
        _upstream.Script = Replies.Status(404);
        var without = await alice.PostAsync(RawAgent.Call("safe"), ("Mcp-Session-Id", session));
        var ping = await alice.PostAsync(RawAgent.Request("ping"), ("Mcp-Session-Id", session));

        Assert.Equal((404, -32001), (withWords.Status, withWords.ErrorCode));
        Assert.Equal((404, ""), (without.Status, without.Text));
        Assert.Equal(404, ping.Status);
        _upstream.Script = RawUpstream.WellBehaved;
        Assert.NotNull(await alice.InitializeAsync());
    }

    [Fact]
    public async Task Ending_a_session_reaches_the_upstream_and_without_one_there_is_nothing_to_end()
    {
        using var alice = new RawAgent(_world, "raw");
        var session = await alice.InitializeAsync();

        Assert.Equal(200, (await alice.DeleteAsync(("Mcp-Session-Id", session))).Status);
        Assert.Equal(("DELETE", RawUpstream.SessionId), (_upstream.Last.Method, _upstream.Last.Header("Mcp-Session-Id")));
        Assert.Equal(400, (await alice.DeleteAsync()).Status);
        Assert.Equal(2, _upstream.Seen.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer nobody")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWxpY2U6")]
    [InlineData(GatewayWorld.AliceToken)]
    public async Task Without_a_grant_there_is_no_door(string? authorization)
    {
        using var http = _world.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/raw") { Content = new StringContent("not even JSON") };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await http.SendAsync(request);

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal("Bearer realm=\"approvals\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Empty(_upstream.Seen);
    }
}
