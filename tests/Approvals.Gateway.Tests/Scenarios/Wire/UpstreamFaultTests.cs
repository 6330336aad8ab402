using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>Whatever an upstream does wrong, the agent reads whether its call ran, and no place in a limit is lost or won by it.</summary>
public sealed class UpstreamFaultTests : IAsyncLifetime
{
    private const string Policy = """{"version":"1","default":"allow","tools":{"look":{"limits":[{"counter":"looks","window":"hour","max":2}]}}}""";
    private const string Ran = """{"jsonrpc":"2.0","id":$id,"result":{"content":[{"type":"text","text":"ran"}]}}""";
    private const string Other = """{"jsonrpc":"2.0","id":"other","result":{"content":[{"type":"text","text":"not yours"}]}}""";
    private const string Notice = """{"jsonrpc":"2.0","method":"notifications/message","params":{}}""";

    private readonly GatewayWorld _world = new();
    private RawUpstream _upstream = null!;
    private RawAgent _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = _world.Own(await RawUpstream.StartAsync());
        await _world.With("raw", _upstream.Url, Policy).With("nowhere", RawUpstream.Nowhere(), Policy)
            .WithSetting("Gateway:UpstreamTimeout", "1s").WithSetting("Gateway:MaxAnswerBytes", 4096).StartAsync();
        _alice = new RawAgent(_world, "raw");
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        await _world.DisposeAsync();
    }

    [Theory]
    [InlineData(Agent.Legacy)]
    [InlineData(Agent.Modern)]
    public async Task A_call_that_cannot_be_sent_did_not_run_and_costs_nothing(string era)
    {
        using var lost = new RawAgent(_world, "nowhere");
        for (var i = 0; i < 5; i++)
        {
            var answer = await lost.CallAsync("look", era);
            Assert.Equal((200, "upstream_unavailable"), (answer.Status, answer.Code));
            Assert.StartsWith("[UPSTREAM UNAVAILABLE] ", answer.Said);
            Assert.EndsWith(" It did not run.", answer.Said);
            Assert.Equal(era == Agent.Modern, answer.Answer.GetProperty("result").TryGetProperty("resultType", out _));
        }

        var list = await lost.PostAsync(RawAgent.Request("tools/list"), RawAgent.Headers(era, "tools/list"));
        Assert.Equal((200, -32603), (list.Status, list.ErrorCode));
        Assert.Equal(502, (await lost.PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""")).Status);
        Assert.Equal(502, (await lost.GetAsync()).Status);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(407)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task H35_being_turned_away_or_sent_elsewhere_is_told_in_our_words_and_costs_nothing(int status)
    {
        await using var elsewhere = await RawUpstream.StartAsync();
        _upstream.Script = Replies.Json(Ran, status, headers: [("Location", elsewhere.Url.ToString()), ("WWW-Authenticate", "Basic realm=\"phish\"")]);

        for (var i = 0; i < 5; i++)
        {
            var answer = await _alice.CallAsync("look");
            Assert.Equal((200, "upstream_unavailable"), (answer.Status, answer.Code));
            Assert.Contains($"answered {status}", answer.Said, StringComparison.Ordinal);
            Assert.Null(answer.Header("WWW-Authenticate") ?? answer.Header("Location"));
        }

        var ping = await _alice.PostAsync(RawAgent.Request("ping"));
        Assert.Equal((200, -32603), (ping.Status, ping.ErrorCode));
        Assert.Empty(elsewhere.Seen);
    }

    public static TheoryData<string> Unknown() => [.. Silences.Keys];

    private static readonly Dictionary<string, Reply> Silences = new()
    {
        ["500"] = Replies.Status(500),
        ["503 in HTML"] = Replies.Json("<html>down</html>", 503, "text/html"),
        ["502 in JSON that is no message"] = Replies.Json("""{"error":"bad gateway"}""", 502),
        ["502 in JSON of another kind of error"] = Replies.Json("""{"error":{"code":502,"message":"bad gateway"}}""", 502),
        ["200 in HTML"] = Replies.Json("<html>welcome</html>", 200, "text/html"),
        ["200 without anything"] = Replies.Status(200),
        ["202"] = Replies.Status(202),
        ["204"] = Replies.Status(204),
        ["empty JSON"] = Replies.Json(""),
        ["it hangs up"] = Replies.HangUp,
        ["it never answers"] = Replies.Hang(),
        ["it begins a stream and never answers"] = Replies.Hang(": wait\n\n"),
        ["it begins JSON and never ends it"] = Replies.Hang(Ran[..30], "application/json"),
        ["the stream breaks"] = Replies.Cut($"data: {Notice}\n\ndata: {Ran[..20]}"),
        ["JSON breaks"] = Replies.Cut(Ran[..20], "application/json"),
        ["the stream ends before the answer"] = Replies.Events(Notice),
        ["the stream ends within the answer"] = Replies.Stream($"data: {Ran}\n"),
        ["the answer is another's"] = Replies.Json(Other),
        ["the answer in the stream is another's"] = Replies.Events(Other),
        ["the answer's id is of another type"] = Replies.Json(Ran.Replace("$id", "\"1\"", StringComparison.Ordinal)),
        ["the result has no id"] = Replies.Json("""{"jsonrpc":"2.0","result":{"content":[]}}"""),
        ["a result and an error"] = Replies.Events("""{"jsonrpc":"2.0","id":$id,"result":{},"error":{"code":1,"message":"x"}}"""),
        ["a result of a method"] = Replies.Events("""{"jsonrpc":"2.0","id":$id,"method":"x","result":{}}"""),
        ["two results"] = Replies.Events("""{"jsonrpc":"2.0","id":$id,"result":{},"result":{}}"""),
        ["a request instead"] = Replies.Json("""{"jsonrpc":"2.0","id":$id,"method":"ping"}"""),
        ["a batch"] = Replies.Json($"[{Ran}]"),
        ["too large"] = Replies.Json(Ran.Replace("ran", new string('a', 5000), StringComparison.Ordinal)),
        ["too large an event"] = Replies.Events(Notice, Ran.Replace("ran", new string('a', 5000), StringComparison.Ordinal)),
        ["a line without an end"] = Replies.Stream("data: " + new string('a', 20_000)),
        ["more lines than fit"] = Replies.Stream(string.Concat(Enumerable.Repeat("data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", 500)) + "\n"),
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task A_call_that_was_sent_and_not_answered_may_have_run_and_counts(string variant)
    {
        _upstream.Script = Replies.On("tools/call", Silences[variant]);
        foreach (var era in new[] { Agent.Legacy, Agent.Modern })
        {
            var answer = await _alice.CallAsync("look", era).WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal((200, "outcome_unknown"), (answer.Status, answer.Code));
            Assert.StartsWith("[OUTCOME UNKNOWN] The call was sent, and ", answer.Said);
            Assert.DoesNotContain("not yours", answer.Text, StringComparison.Ordinal);
        }

        _upstream.Script = RawUpstream.WellBehaved;
        Assert.Equal("rate_limited", (await _alice.CallAsync("look")).Code);
        Assert.Equal(2, _upstream.Of("tools/call").Count);
    }

    [Theory]
    [InlineData("twice")]
    [InlineData("and then hangs")]
    [InlineData("after another's answer")]
    [InlineData("and then says something that cannot be judged")]
    [InlineData("and then too much")]
    public async Task The_first_answer_is_the_only_one(string then)
    {
        _upstream.Script = Replies.On("tools/call", then switch
        {
            "twice" => Replies.Events(Notice, Ran, Ran.Replace("ran", "again", StringComparison.Ordinal)),
            "and then hangs" => Replies.Hang($"data: {Notice}\n\ndata: {Ran}\n\n"),
            "after another's answer" => Replies.Events(Notice, Other, Ran),
            "and then too much" => Replies.Stream($"data: {Notice}\n\ndata: {Ran}\n\ndata: {new string('a', 50_000)}\n\n"),
            _ => Replies.Events(Notice, Ran, """{"_meta":{"approvals/x":1,"approvals/x":2}}"""),
        });

        var answer = await _alice.CallAsync("look").WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("ran", answer.Said);
        Assert.Equal(2, answer.Messages.Count);
    }

    [Theory]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"no"}}""")]
    [InlineData(400, """{"jsonrpc":"2.0","id":"server-error","error":{"code":-32600,"message":"no"}}""")]
    [InlineData(404, """{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}""")]
    [InlineData(429, """{"error":"slow down"}""")]
    [InlineData(500, """{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"broken"}}""")]
    [InlineData(200, """{"jsonrpc":"2.0","id":null,"error":{"code":-32603,"message":"broken"}}""")]
    public async Task An_error_passes_with_its_status_and_words(int status, string body)
    {
        _upstream.Script = Replies.Json(body, status);

        var answer = await _alice.CallAsync("look");

        Assert.Equal((status, body), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task An_upstream_that_comes_back_is_used_again()
    {
        var gone = await RawUpstream.StartAsync();
        var url = gone.Url;
        await gone.DisposeAsync();
        await using var world = new GatewayWorld();
        await world.With("raw", url, Policy).StartAsync();
        using var alice = new RawAgent(world, "raw");
        Assert.Equal("upstream_unavailable", (await alice.CallAsync("look")).Code);

        await using var back = await RawUpstream.StartAsync(url.GetLeftPart(UriPartial.Authority));

        Assert.Equal("ran", (await alice.CallAsync("look")).Said);
        Assert.Equal("ran", (await alice.CallAsync("look")).Said);
        Assert.Equal("rate_limited", (await alice.CallAsync("look")).Code);
    }
}
