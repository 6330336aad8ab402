using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>An approved call asks its agent for more input: what nobody reviewed does not reach it, unless the policy lets it.</summary>
public sealed class MoreInputTests : IAsyncDisposable
{
    private readonly GatewayWorld world = new();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("", "They said decline.", 0)]
    [InlineData("\"inputs\":\"review\",", "They said decline.", 0)]
    [InlineData("\"inputs\":\"allow\",", "They said accept.", 1)]
    public async Task While_it_runs_it_is_declined_in_its_agents_stead(string inputs, string said, int asked)
    {
        var upstream = world.Own(await AskingUpstream.StartAsync());
        await world.With("asks", upstream.Url, $$$"""{"version":"1","tools":{"ask":{ {{{inputs}}} "action":"require_approval"} } }""").StartAsync();
        var (bob, wasAsked) = (world.Reviewer(GatewayWorld.BobToken), 0);
        using var http = world.Http(GatewayWorld.AliceToken);
        var options = new McpClientOptions { ProtocolVersion = Agent.Legacy };
        options.Handlers.ElicitationHandler = (_, _) =>
        {
            wasAsked++;
            return ValueTask.FromResult(new ElicitResult { Action = "accept" });
        };
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(world.Url, "/mcp/asks"), TransportMode = HttpTransportMode.StreamableHttp }, http);
        await using var client = await McpClient.CreateAsync(transport, options);

        var call = client.CallToolAsync("ask");
        var waits = await bob.SeesOneAsync();
        await bob.ApproveAsync(waits);

        Assert.Equal(said, Assert.IsType<TextContentBlock>((await call).Content[0]).Text);
        Assert.Equal(asked, wasAsked);
        Assert.Equal("completed", (await bob.GetAsync(waits.GetProperty("id").GetString()!)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Where_its_agent_calls_again_with_the_input_people_are_asked_again_and_see_it()
    {
        var upstream = world.Own(await RawUpstream.StartAsync());
        upstream.Script = (seen, response) => seen.RpcMethod == "tools/call" && !seen.Text.Contains("inputResponses", StringComparison.Ordinal)
            ? Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"resultType":"input_required","inputRequests":{"sum":{"method":"elicitation/create","params":{"message":"How much?"}}},"requestState":"s-1"}}""")(seen, response)
            : RawUpstream.WellBehaved(seen, response);
        await world.With("raw", upstream.Url, """{"version":"1","tools":{"pay":{"action":"require_approval"}}}""").StartAsync();
        var bob = world.Reviewer(GatewayWorld.BobToken);
        using var alice = new RawAgent(world, "raw");

        var first = CallAsync(alice, "");
        await bob.ApproveAsync(await bob.SeesOneAsync());
        Assert.Contains("input_required", (await first).Text, StringComparison.Ordinal);
        var second = CallAsync(alice, ""","requestState":"s-1","inputResponses":{"sum":{"action":"accept","content":{"sum":1000000}}}""");
        var again = await bob.SeesOneAsync();

        Assert.Single(upstream.Of("tools/call"));
        Assert.Equal(1_000_000, again.GetProperty("others").GetProperty("inputResponses").GetProperty("sum").GetProperty("content").GetProperty("sum").GetInt32());
        await bob.ApproveAsync(again);
        Assert.DoesNotContain("approvals/outcome", (await second).Text, StringComparison.Ordinal);
        Assert.Equal(2, upstream.Of("tools/call").Count);
    }

    private static Task<RawAnswer> CallAsync(RawAgent alice, string more) => alice.PostAsync(
        RawAgent.Call("pay", meta: $$$"""{{{more}}},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"""), RawAgent.Headers(Agent.Modern, name: "pay"));
}
