using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>Headers are made anew in both directions: what nobody named here does not pass.</summary>
public sealed class RelayHeaderTests : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();
    private RawUpstream _upstream = null!;
    private RawAgent _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = _world.Own(await RawUpstream.StartAsync());
        _world.With("raw", _upstream.Url, OpenDoor.Policy)
            .WithSetting("Upstreams:raw:Headers:Authorization", "Bearer upstream's own")
            .WithSetting("Upstreams:raw:Headers:X-Tenant", "blue");
        await _world.StartAsync();
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
    public async Task H39_nothing_but_the_protocols_own_headers_reaches_the_upstream(string era)
    {
        await _alice.PostAsync(RawAgent.Call("safe"), [
            .. RawAgent.Headers(era, name: "safe"),
            ("Cookie", "a=b"), ("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "for=10.0.0.1"), ("X-Real-IP", "10.0.0.1"),
            ("TE", "trailers"), ("Proxy-Authorization", "Basic eA=="), ("X-Gateway-Grant", "root"), ("X-Tenant", "red"), ("X-HTTP-Method-Override", "DELETE"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("User-Agent", "agent"), ("Mcp-Unheard-Of", "x"), ("Referer", "http://x/"), ("Via", "1.1 x"),
        ]);

        var names = _upstream.Last.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase);
        string[] modern = era == Agent.Modern ? ["Mcp-Method", "Mcp-Name"] : [];
        Assert.Equal(
            new[] { "Accept", "Authorization", "Content-Length", "Content-Type", "Host", "MCP-Protocol-Version", "X-Tenant" }.Concat(modern).Order(StringComparer.OrdinalIgnoreCase),
            names);
        Assert.Equal(("Bearer upstream's own", "blue", era), (_upstream.Last.Header("Authorization"), _upstream.Last.Header("X-Tenant"), _upstream.Last.Header("MCP-Protocol-Version")));
        Assert.Equal((_upstream.Url.Authority, RawAgent.Accept), (_upstream.Last.Header("Host"), _upstream.Last.Header("Accept")));
        Assert.DoesNotContain(GatewayWorld.AliceToken, string.Concat(_upstream.Last.Headers.Values) + _upstream.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_grants_token_reaches_the_upstream_by_no_method()
    {
        var session = await _alice.InitializeAsync();
        await _alice.GetAsync(("Mcp-Session-Id", session));
        await _alice.DeleteAsync(("Mcp-Session-Id", session));

        Assert.Equal(["POST", "GET", "DELETE"], _upstream.Seen.Select(request => request.Method));
        Assert.All(_upstream.Seen, request => Assert.Equal("Bearer upstream's own", request.Header("Authorization")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upstreams_headers_pass_only_if_they_are_on_the_list(bool inEvents)
    {
        (string, string)[] headers =
        [
            ("Set-Cookie", "a=b"), ("Server", "raw/1"), ("WWW-Authenticate", "Basic realm=\"phish\""), ("Location", "http://evil.example"), ("X-Any", "x"),
            ("Access-Control-Allow-Origin", "*"), ("Refresh", "0; url=http://evil.example"), ("Content-Disposition", "attachment"), ("Link", "<x>"), ("Via", "1.1 x"),
            ("Retry-After", "7"), ("Content-Language", "en"),
        ];
        const string Back = """{"jsonrpc":"2.0","id":$id,"result":{}}""";
        _upstream.Script = inEvents ? Replies.Stream($"data: {Back}\n\n", headers) : Replies.Json(Back, headers: headers);

        var answer = await _alice.CallAsync("safe");

        Assert.Equal("7", answer.Header("Retry-After"));
        string[] expected = inEvents ? ["Cache-Control", "Content-Type", "Date", "Retry-After", "Transfer-Encoding"] : ["Content-Length", "Content-Type", "Date", "Retry-After"];
        Assert.Equal(expected, answer.Headers.Keys.Where(name => name != "Server").Order(StringComparer.Ordinal));
        Assert.NotEqual("raw/1", answer.Header("Server"));
    }

    [Fact]
    public async Task A_header_that_cannot_be_passed_on_does_not_cost_the_answer()
    {
        _upstream.Script = Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"content":[{"type":"text","text":"ran"}]}}""", headers: [("Retry-After", "é")]);

        Assert.Equal("ran", (await _alice.CallAsync("safe")).Said);
    }

    [Theory]
    [InlineData("look", "look")]
    [InlineData("look", "=?base64?bG9vaw==?=")]
    [InlineData("Grüße", "=?base64?R3LDvMOfZQ==?=", "=?base64?R3LDvMOfZQ==?=")]
    [InlineData(" look", "=?base64?IGxvb2s=?=", "=?base64?IGxvb2s=?=")]
    [InlineData("=?base64?bG9vaw==?=", "=?base64?PT9iYXNlNjQ/Ykc5dmF3PT0/PQ==?=", "=?base64?PT9iYXNlNjQ/Ykc5dmF3PT0/PQ==?=")]
    public async Task The_mirrored_headers_are_made_from_the_body(string tool, string given, string? sent = null)
    {
        var answer = await _alice.PostAsync(RawAgent.Call(tool), [.. RawAgent.Headers(Agent.Modern, name: given), ("Mcp-Param-City", "Bern"), ("Mcp-Param-X", "=?base64?w7w=?=")]);

        Assert.Equal("ran", answer.Said);
        Assert.Equal(("tools/call", sent ?? tool), (_upstream.Last.Header("Mcp-Method"), _upstream.Last.Header("Mcp-Name")));
        Assert.Equal(("Bern", "=?base64?w7w=?="), (_upstream.Last.Header("Mcp-Param-City"), _upstream.Last.Header("Mcp-Param-X")));
    }

    [Theory]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name=danger", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name=Safe", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name=safe")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name=safe", "Mcp-Method=tools/list")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name=safe", "Mcp-Method=TOOLS/CALL")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name=safe", "Mcp-Name=danger", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name=safe", "Mcp-Method=tools/call", "Mcp-Method=tools/list")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name=safe, danger", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name==?base64?c2Fm?=", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name==?base64?!!!?=", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name==?base64?c2FmZQ==", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "Mcp-Name==?base64?wIA=?=", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=2026-07-28", "MCP-Protocol-Version=2025-11-25", "Mcp-Name=safe", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=", "Mcp-Name=safe", "Mcp-Method=tools/call")]
    [InlineData("MCP-Protocol-Version=9999-12-31", "Mcp-Method=ping")]
    public async Task H14_a_header_that_says_something_else_than_the_body_is_a_mismatch(params string[] headers)
    {
        var answer = await _alice.PostAsync(RawAgent.Call("safe"), [.. headers.Select(header => (header[..header.IndexOf('=')], header[(header.IndexOf('=') + 1)..]))]);

        Assert.Equal((400, -32020, 1), (answer.Status, answer.ErrorCode, answer.Answer.GetProperty("id").GetInt32()));
        Assert.Empty(_upstream.Seen);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-08-01")]
    [InlineData(null)]
    public async Task H14_a_version_in_the_body_that_the_header_does_not_say_is_a_mismatch(string? header)
    {
        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"} } }""";

        var answer = await _alice.PostAsync(body, header is null ? [] : RawAgent.Headers(header, name: "safe"));

        Assert.Equal((400, -32020), (answer.Status, answer.ErrorCode));
        Assert.Empty(_upstream.Seen);
    }

    [Fact]
    public async Task H14_in_the_older_era_mirrored_headers_mean_nothing_and_go_nowhere()
    {
        var answer = await _alice.PostAsync(RawAgent.Call("danger"), ("MCP-Protocol-Version", Agent.Legacy), ("Mcp-Method", "ping"), ("Mcp-Name", "safe"));
        Assert.Equal("policy_denied", answer.Code);
        Assert.Empty(_upstream.Seen);

        await _alice.PostAsync(RawAgent.Call("safe"), ("Mcp-Method", "ping"), ("Mcp-Name", "danger"), ("Mcp-Param-X", "1"));
        Assert.DoesNotContain(_upstream.Last.Headers.Keys, name => name.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase));
    }
}
