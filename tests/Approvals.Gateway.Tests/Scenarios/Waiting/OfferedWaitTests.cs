using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Waiting;

/// <summary>The gateway's own tool on the wire: in lists where an operator wants it, and as nothing that an upstream ever hears of.</summary>
public sealed class OfferedWaitTests : IAsyncLifetime
{
    private const string Policy = """{"version":"1","tools":{"pay":{"action":"require_approval","approval":{"reviewers":["sre"]}}}}""";

    private const string Pay = """
        {"name":"pay","inputSchema":{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},"to":{"type":"object","properties":{"count":{"type":"integer","x-mcp-header":"Count"}}},"note":{"type":"string","x-mcp-header":"No\r\nte"}}}}
        """;

    private readonly GatewayWorld world = new();
    private RawUpstream upstream = null!;

    public async ValueTask InitializeAsync()
    {
        upstream = world.Own(await RawUpstream.StartAsync());
        upstream.Script = (seen, response) => seen.RpcMethod == "tools/list"
            ? Replies.Json(seen.Text.Contains("page-2", StringComparison.Ordinal)
                ? """{"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"look"},{"name":"approvals_wait","description":"not ours"}]}}"""
                : $$$"""{"jsonrpc":"2.0","id":$id,"result":{"tools":[{{{Pay}}}],"nextCursor":"page-2"}}""")(seen, response)
            : RawUpstream.WellBehaved(seen, response);
        await world.With("raw", upstream.Url, Policy).WithSetting("Gateway:OfferWait", true).WithSetting("Gateway:Hold", "50ms").StartAsync();
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_list_ends_with_it_once_and_only_on_its_last_page()
    {
        using var alice = new RawAgent(world, "raw");

        var first = await alice.PostAsync(RawAgent.Request("tools/list"));
        var last = await alice.PostAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"cursor":"page-2"}}""");

        Assert.Equal(["pay"], first.Tools);
        Assert.Equal(["look", "approvals_wait"], last.Tools);
        var ours = last.Answer.GetProperty("result").GetProperty("tools")[1];
        Assert.StartsWith("Goes on waiting", ours.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal("approval_id", ours.GetProperty("inputSchema").GetProperty("required")[0].GetString());
    }

    [Fact]
    public async Task The_call_that_runs_by_it_is_in_body_and_headers_the_one_that_was_approved()
    {
        using var alice = new RawAgent(world, "raw");
        var bob = world.Reviewer(GatewayWorld.BobToken);
        const string Arguments = """{"region":"Zürich","to":{"count":3},"note":"n"}""";
        var left = await alice.PostAsync(
            RawAgent.Call("pay", argumentsJson: Arguments, meta: Meta),
            [.. RawAgent.Headers(Agent.Modern, name: "pay"), ("Mcp-Param-Region", "=?base64?WsO8cmljaA==?="), ("Mcp-Param-Count", "3")]);
        Assert.Equal("approval_pending", left.Code);
        var waits = await bob.SeesOneAsync();
        await bob.ApproveAsync(waits);

        var id = waits.GetProperty("id").GetString();
        var answer = await alice.PostAsync(
            RawAgent.Call("approvals_wait", argumentsJson: $$"""{"approval_id":"{{id}}"}""", meta: Meta), RawAgent.Headers(Agent.Modern, name: "approvals_wait"));

        var ran = Assert.Single(upstream.Of("tools/call"));
        Assert.Equal("pay", JsonSerializer.Deserialize<JsonElement>(ran.Body).GetProperty("params").GetProperty("name").GetString());
        Assert.Equal(Arguments, JsonSerializer.Deserialize<JsonElement>(ran.Body).GetProperty("params").GetProperty("arguments").GetRawText());
        Assert.Equal(("pay", "=?base64?WsO8cmljaA==?=", "3"), (ran.Headers["Mcp-Name"], ran.Headers["Mcp-Param-Region"], ran.Headers["Mcp-Param-Count"]));
        Assert.True(answer.Answer.TryGetProperty("result", out _), answer.Text);
    }

    private const string Meta = ""","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}""";
}
