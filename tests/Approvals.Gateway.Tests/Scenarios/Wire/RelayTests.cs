using System.Text;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>What is neither a tool call that a policy stops nor a list passes as it is, in both directions.</summary>
public sealed class RelayTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Odd = """ "x_big":123456789012345678901234567890, "x_num":1.10e+02, "ümlaut":"日本 é \n", "x_list":[ null,true, {} ]""";

    public static TheoryData<string, string> Requests() =>
        [.. new[]
        {
            "initialize", "server/discover", "ping", "tools/call", "resources/list", "resources/templates/list", "resources/read", "resources/subscribe",
            "resources/unsubscribe", "prompts/list", "prompts/get", "completion/complete", "logging/setLevel", "subscriptions/listen",
            "tasks/get", "tasks/list", "tasks/result", "tasks/cancel", "tasks/update",
        }.SelectMany(method => new[] { (method, Agent.Legacy), (method, Agent.Modern) })];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_and_its_answer_pass_byte_for_byte(string method, string era)
    {
        var body = $$"""{ "jsonrpc":"2.0","id":"ä-9","method":"{{method}}","params":{"name":"safe","uri":"safe","taskId":"safe","ref":{"type":"ref/prompt","name":"safe"},{{Odd}} },"x_top":1.0 }""";
        var back = $$"""{"jsonrpc":"2.0", "x_top":1.0,"id":"ä-9","result":{ {{Odd}},"_meta":{"other/thing":1.50} } }""";
        door.Upstream.Script = Replies.Json(back);
        var name = method is "tools/call" or "prompts/get" or "resources/read" || method.StartsWith("tasks/", StringComparison.Ordinal) ? "safe" : null;

        var answer = await door.Alice.PostAsync(body, RawAgent.Headers(era, method, name));

        Assert.Equal(body, door.Upstream.Last.Text);
        Assert.Equal((200, back), (answer.Status, answer.Text));
        Assert.Equal("application/json", answer.Header("Content-Type"));
    }

    [Theory]
    [InlineData("notifications/initialized")]
    [InlineData("notifications/cancelled")]
    [InlineData("notifications/progress")]
    [InlineData("notifications/message")]
    [InlineData("notifications/roots/list_changed")]
    [InlineData("notifications/tasks/status")]
    public async Task A_notification_passes_and_is_accepted(string method)
    {
        door.Upstream.Script = RawUpstream.WellBehaved;
        var body = $$"""{"jsonrpc":"2.0","method":"{{method}}","params":{ {{Odd}} } }""";

        var legacy = await door.Alice.PostAsync(body, RawAgent.Headers(Agent.Legacy));
        Assert.Equal((202, "", body), (legacy.Status, legacy.Text, door.Upstream.Last.Text));

        var modern = await door.Alice.PostAsync(body, RawAgent.Headers(Agent.Modern, method));
        Assert.Equal((202, "", body), (modern.Status, modern.Text, door.Upstream.Last.Text));
    }

    [Theory]
    [InlineData(Agent.Legacy)]
    [InlineData(Agent.Modern)]
    public async Task Events_pass_as_they_come_and_their_ids_are_sealed(string era)
    {
        const string Notice = """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":0.50,"ü":"\u00fc\/"}}""";
        const string Back = """{"jsonrpc":"2.0","id":$id,"result":{"content":[{"type":"text","text":"é"}],"n":1.0}}""";
        door.Upstream.Script = Replies.Stream($"id: upstream-1\nretry: 1500\ndata:\n\n: still here\n\nevent: message\nid: upstream-2\ndata: {Notice}\n\ndata: {Back[..17]}\r\ndata:{Back[17..]}\r\n\r\n");

        var answer = await door.Alice.CallAsync("safe", era, "41");

        Assert.Equal((200, "text/event-stream"), (answer.Status, answer.Header("Content-Type")));
        var blocks = answer.Text.Split("\n\n");
        Assert.Matches("^id: [A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\nretry: 1500\ndata: $", blocks[0]);
        Assert.Equal(":", blocks[1].TrimEnd('\n'));
        Assert.Contains($"\ndata: {Notice}", blocks.Single(block => block.Contains("progress", StringComparison.Ordinal)));
        Assert.Equal($"data: {Back[..17]}\ndata: {Back[17..]}".Replace("$id", "41", StringComparison.Ordinal), blocks.Single(block => block.Contains("\"é\"", StringComparison.Ordinal)));
        Assert.DoesNotContain("upstream-", answer.Text);
    }

    [Fact]
    public async Task A_stream_without_a_request_can_be_resumed_by_who_heard_it_and_by_nobody_else()
    {
        door.Upstream.Script = RawUpstream.WellBehaved;
        var session = await door.Alice.InitializeAsync();
        var other = await door.Alice.InitializeAsync();
        using var eve = new RawAgent(door.World, "raw", GatewayWorld.EveToken);
        var hers = await eve.InitializeAsync();
        door.Upstream.Script = Replies.OnHttp("GET", Replies.Stream("id: one\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}\n\n"));

        var heard = await door.Alice.GetAsync(("Mcp-Session-Id", session), ("MCP-Protocol-Version", Agent.Legacy));
        var id = heard.Text.Split('\n').Single(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];
        Assert.Equal((RawUpstream.SessionId, null, Agent.Legacy), (door.Upstream.Last.Header("Mcp-Session-Id"), door.Upstream.Last.Header("Last-Event-ID"), door.Upstream.Last.Header("MCP-Protocol-Version")));

        Assert.Equal(200, (await door.Alice.GetAsync(("Mcp-Session-Id", session), ("Last-Event-ID", id))).Status);
        Assert.Equal("one", door.Upstream.Last.Header("Last-Event-ID"));

        // The seal outlives the gateway, and the upstream gives every session the same id: only grant and seal tell them apart.
        var before = door.Upstream.Seen.Count;
        Assert.Equal(404, (await eve.GetAsync(("Mcp-Session-Id", hers), ("Last-Event-ID", id))).Status);
        Assert.Equal(404, (await eve.GetAsync(("Mcp-Session-Id", session))).Status);
        Assert.Equal(404, (await door.Alice.GetAsync(("Last-Event-ID", id))).Status);
        Assert.Equal(404, (await door.Alice.GetAsync(("Mcp-Session-Id", session), ("Last-Event-ID", "one"))).Status);
        Assert.Equal(404, (await door.Alice.GetAsync(("Mcp-Session-Id", session), ("Last-Event-ID", $"{Convert.ToBase64String("two"u8)}.{id.Split('.')[1]}"))).Status);
        Assert.Equal(404, (await door.Alice.GetAsync(("Mcp-Session-Id", session), ("Last-Event-ID", ""))).Status);
        Assert.Equal(before, door.Upstream.Seen.Count);
        Assert.NotEqual(session, other);
    }

    [Fact]
    public async Task A_client_answers_its_upstream_only_within_a_session()
    {
        door.Upstream.Script = RawUpstream.WellBehaved;
        const string Answer = """{"jsonrpc":"2.0","id":5,"result":{"action":"accept" , "content":{"n":1.0}}}""";
        var session = await door.Alice.InitializeAsync();
        var before = door.Upstream.Seen.Count;

        var outside = await door.Alice.PostAsync(Answer, RawAgent.Headers(Agent.Legacy));
        var modern = await door.Alice.PostAsync(Answer, [.. RawAgent.Headers(Agent.Modern, "tools/call"), ("Mcp-Session-Id", session)]);
        Assert.Equal((400, -32600, 400, -32020), (outside.Status, outside.ErrorCode, modern.Status, modern.ErrorCode));
        Assert.Equal(before, door.Upstream.Seen.Count);

        var inside = await door.Alice.PostAsync(Answer, [.. RawAgent.Headers(Agent.Legacy), ("Mcp-Session-Id", session)]);
        Assert.Equal((202, Answer, RawUpstream.SessionId), (inside.Status, door.Upstream.Last.Text, door.Upstream.Last.Header("Mcp-Session-Id")));
    }

    [Fact]
    public async Task What_an_upstream_asks_reaches_the_client_and_its_answer_gets_back()
    {
        await using var world = new GatewayWorld();
        var upstream = world.Own(await AskingUpstream.StartAsync());
        await world.With("asks", upstream.Url, OpenDoor.Policy).StartAsync();
        using var http = world.Http(GatewayWorld.AliceToken);
        var options = new McpClientOptions { ProtocolVersion = Agent.Legacy };
        options.Handlers.ElicitationHandler = (request, _) => ValueTask.FromResult(new ElicitResult { Action = request?.Message == "Sure?" ? "accept" : "decline" });
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(world.Url, "/mcp/asks"), TransportMode = HttpTransportMode.StreamableHttp }, http);
        await using var client = await McpClient.CreateAsync(transport, options);

        var result = await client.CallToolAsync("ask");

        Assert.Equal("They said accept.", Assert.IsType<TextContentBlock>(result.Content[0]).Text);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_in_UTF8_is_not_passed_on()
    {
        door.Upstream.Script = async (_, response) =>
        {
            response.ContentType = "application/json";
            await response.Body.WriteAsync(Encoding.Unicode.GetBytes("""{"jsonrpc":"2.0","id":1,"result":{}}"""));
        };

        var answer = await door.Alice.CallAsync("safe");

        Assert.Equal((200, "outcome_unknown"), (answer.Status, answer.Code));
        Assert.StartsWith("[OUTCOME UNKNOWN] ", answer.Said);
    }
}
