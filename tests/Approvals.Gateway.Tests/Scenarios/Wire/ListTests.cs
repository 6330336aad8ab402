using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>What an upstream lists reaches an agent only as its policy lets it, however the upstream chose to say it.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private const string Policy = """{"version":"1","default":"allow","hide":["hidden"],"tools":{"slow":{"action":"deny"}}}""";

    private readonly GatewayWorld _world = new();
    private RawUpstream _upstream = null!;
    private RawAgent _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = _world.Own(await RawUpstream.StartAsync());
        await _world.With("raw", _upstream.Url, Policy).StartAsync();
        _alice = new RawAgent(_world, "raw");
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        await _world.DisposeAsync();
    }

    [Theory]
    [InlineData(Agent.Legacy, false)]
    [InlineData(Agent.Legacy, true)]
    [InlineData(Agent.Modern, false)]
    [InlineData(Agent.Modern, true)]
    public async Task Hidden_tools_are_gone_and_denied_ones_stay(string era, bool inEvents)
    {
        _upstream.Script = inEvents ? Replies.Events("""{"jsonrpc":"2.0","method":"notifications/message","params":{}}""", RawUpstream.List.Trim()) : Replies.Json(RawUpstream.List);

        var answer = await ListAsync(era);

        Assert.Equal(["look", "pay", "slow"], answer.Tools);
        Assert.Equal(inEvents ? 2 : 1, answer.Messages.Count);
        Assert.DoesNotContain("hidden", answer.Text, StringComparison.Ordinal);
        Assert.Equal("(hidden)", Rule(await _alice.CallAsync("hidden", era)));
        Assert.Equal("/tools/slow/action", Rule(await _alice.CallAsync("slow", era)));
        Assert.Empty(_upstream.Of("tools/call"));
    }

    [Theory]
    [InlineData("approvals_wait")]
    [InlineData("approvals_")]
    [InlineData("Approvals_Wait")]
    public async Task A_tool_that_speaks_as_the_gateway_is_neither_listed_nor_called(string name)
    {
        _upstream.Script = Replies.On("tools/list", Replies.Json($$"""{"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"{{name}}"},{"name":"approval"},{"name":"look"}]} }"""));

        Assert.Equal(["approval", "look"], (await ListAsync()).Tools);
        var call = await _alice.CallAsync(name);
        if (name == "approvals_wait")
        {
            // The gateway's own: it was not told which request to wait for.
            Assert.Equal(-32602, call.ErrorCode);
        }
        else
        {
            Assert.Equal(("policy_denied", "(reserved)"), (call.Code, Rule(call)));
        }

        Assert.Empty(_upstream.Of("tools/call"));
    }

    [Fact]
    public async Task Every_page_of_a_list_is_filtered_and_its_cursors_pass()
    {
        _upstream.Script = (seen, response) => Replies.Json(seen.Text.Contains("page-2", StringComparison.Ordinal)
            ? """{"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"hidden"},{"name":"pay"}]}}"""
            : """{"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"hidden"}],"nextCursor":"page-2 é"}}""")(seen, response);

        var first = await ListAsync();
        Assert.Empty(first.Tools);
        var cursor = first.Answer.GetProperty("result").GetProperty("nextCursor").GetString();
        Assert.Equal("page-2 é", cursor);
        Assert.Equal(["pay"], (await _alice.PostAsync($$"""{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"cursor":"{{cursor}}"} }""")).Tools);
    }

    [Fact]
    public async Task The_rest_of_a_list_keeps_its_text()
    {
        const string Tool = """{"name":"look","x":123456789012345678901234567890,"y":1.10,"title":"Gr\u00fc\u00dfe é \/","_meta":{"other/thing":1.0},"inputSchema":{"type":"object","properties":{"n":{"default":-0}}}}""";
        _upstream.Script = Replies.Json($$$$"""{"jsonrpc":"2.0","id":$id,"top":1.0,"result":{"tools":[{"name":"hidden"},{{{{Tool}}}}],"x":1e400,"_meta":{"a":"\u00e9"}}}""");

        Assert.Equal($$$$"""{"jsonrpc":"2.0","id":1,"top":1.0,"result":{"tools":[{{{{Tool}}}}],"x":1e400,"_meta":{"a":"\u00e9"}}}""", (await ListAsync()).Text);
    }

    [Theory]
    [InlineData("Application/JSON", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/json", 201)]
    [InlineData("application/json", 299)]
    [InlineData("APPLICATION/json ; x=y", 203)]
    public async Task H34_an_odd_way_to_say_JSON_is_filtered(string contentType, int status)
    {
        _upstream.Script = Replies.Json(RawUpstream.List, status, contentType);

        Assert.Equal(["look", "pay", "slow"], (await ListAsync()).Tools);
    }

    public static TheoryData<string> Unjudged() => [.. Broken.Keys];

    private static readonly Dictionary<string, Reply> Broken = new()
    {
        ["JSON that says it is events"] = Replies.Json(RawUpstream.List, contentType: "text/event-stream"),
        ["events that say they are JSON"] = Replies.Json($"data: {RawUpstream.List.Trim()}\n\n"),
        ["text"] = Replies.Json(RawUpstream.List, contentType: "text/plain"),
        ["no type"] = Replies.Json(RawUpstream.List, contentType: null),
        ["two types"] = Replies.Json(RawUpstream.List, contentType: "application/json, text/plain"),
        ["JSON of another kind"] = Replies.Json(RawUpstream.List, contentType: "application/mcp+json"),
        ["compressed"] = Replies.Json(RawUpstream.List, headers: ("Content-Encoding", "gzip"), contentType: "application/x-gzip"),
        ["two lists"] = Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"tools":[],"tools":[{"name":"hidden"}]}}"""),
        ["two results"] = Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"tools":[]},"result":{"tools":[{"name":"hidden"}]}}"""),
        ["two names"] = Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"look","name":"hidden"}]}}"""),
        ["two names in an event"] = Replies.Events("""{"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"look","n\u0061me":"hidden"}]}}"""),
        ["a batch"] = Replies.Json("""[{"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"hidden"}]}}]"""),
        ["a byte order mark"] = Replies.Json("\uFEFF" + RawUpstream.List),
        ["a comment"] = Replies.Json("/**/" + RawUpstream.List),
        ["no list"] = Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"Tools":[{"name":"hidden"}]}}"""),
        ["a list that is none"] = Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"tools":{"name":"hidden"}}}"""),
        ["an answer to another"] = Replies.Json("""{"jsonrpc":"2.0","id":"other","result":{"tools":[{"name":"hidden"}]}}"""),
        ["an answer to another in an event"] = Replies.Events("""{"jsonrpc":"2.0","id":"other","result":{"tools":[{"name":"hidden"}]}}"""),
        ["Result"] = Replies.Json("""{"jsonrpc":"2.0","id":$id,"Result":{"tools":[{"name":"hidden"}]}}"""),
        ["500"] = Replies.Json("""{"tools":[{"name":"hidden"}]}""", 500),
    };

    [Theory]
    [MemberData(nameof(Unjudged))]
    public async Task H34_a_list_that_cannot_be_judged_is_not_passed_on(string variant)
    {
        _upstream.Script = Broken[variant];

        var answer = await ListAsync();

        Assert.Equal((200, -32603), (answer.Status, answer.ErrorCode));
        Assert.DoesNotContain("hidden", answer.Text, StringComparison.Ordinal);
        Assert.Contains("[UPSTREAM UNAVAILABLE]", answer.Text);
    }

    [Fact]
    public async Task A_second_list_or_name_for_readers_that_fold_case_goes()
    {
        _upstream.Script = Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"look"},{"name":"pay","Name":"hidden"},{"NAME":"hidden"},7],"Tools":[{"name":"hidden"}],"TOOLS":1}}""");

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"look"}]}}""", (await ListAsync()).Text);
    }

    [Fact]
    public async Task In_the_newer_era_no_cache_may_share_a_list()
    {
        _upstream.Script = Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"ttlMs":60000,"tools":[],"cacheScope":"public","resultType":"complete"}}""");

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":{"tools":[],"resultType":"complete","cacheScope":"private","ttlMs":0}}""", (await ListAsync(Agent.Modern)).Text);
        Assert.Contains("\"ttlMs\":60000", (await ListAsync()).Text);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":9,"result":{"tools":[{"name":"hidden"},{"name":"look"}]}}""", true)]
    [InlineData("""{"jsonrpc":"2.0","id":9,"result":{"t\u006fols":[{"name":"hidden"},{"name":"look"}]}}""", true)]
    [InlineData("""{"jsonrpc":"2.0","id":9,"result":{"Tools":[{"name":"hidden"}]}}""", false)]
    [InlineData("""{"jsonrpc":"2.0","id":9,"result":{"tools":[{"name":"hidden"}],"tools":[{"name":"hidden"}]}}""", false)]
    [InlineData("""{"jsonrpc":"2.0","id":9,"result":{"tools":"hidden"}}""", false)]
    public async Task A_list_that_comes_on_the_stream_without_a_request_is_filtered_too(string said, bool passes)
    {
        _upstream.Script = Replies.OnHttp("GET", Replies.Events(said));

        var heard = await _alice.GetAsync();

        Assert.Equal(200, heard.Status);
        Assert.DoesNotContain("hidden", heard.Text, StringComparison.Ordinal);
        Assert.Equal(passes, heard.Text.Contains("look", StringComparison.Ordinal));
    }

    private Task<RawAnswer> ListAsync(string era = Agent.Legacy) => _alice.PostAsync(RawAgent.Request("tools/list"), RawAgent.Headers(era, "tools/list"));

    private static string? Rule(RawAnswer answer) => answer.Answer.GetProperty("result").GetProperty("_meta").GetProperty("approvals/outcome").GetProperty("rule").GetString();

}
