using System.Globalization;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>H01 to H17 at the door: each is answered as stated, in both eras, and nothing of it reaches the upstream.</summary>
public sealed class HostileInputTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    public static TheoryData<string, string> Refused() =>
        [.. HostileBodies.All.Keys.SelectMany(name => new[] { (name, Agent.Legacy), (name, Agent.Modern) })];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_hostile_body_is_refused_with_its_status_and_code(string name, string era)
    {
        var hostile = HostileBodies.All[name];
        var before = door.Upstream.Seen.Count;

        var answer = await door.Alice.PostAsync(hostile.Body, [.. RawAgent.Headers(era, name: "safe"), .. hostile.Headers]);

        Assert.Equal((hostile.Status, hostile.Code), (answer.Status, answer.ErrorCode));
        Assert.Equal(before, door.Upstream.Seen.Count);
        Assert.False(answer.Headers.ContainsKey("Mcp-Session-Id"));
    }

    [Theory]
    [InlineData("H11 NUL in the tool name", """{"name":"a\u0000b"}""", -32602, -32020)]
    [InlineData("H11 line break in the tool name", """{"name":"a\nb"}""", -32602, -32020)]
    [InlineData("H13 a call without an id", null, -32600, -32600)]
    [InlineData("params an array", """["safe"]""", -32602, -32602)]
    [InlineData("name a number", """{"name":1}""", -32602, -32602)]
    [InlineData("arguments an array", """{"name":"safe","arguments":[]}""", -32602, -32602)]
    [InlineData("arguments null", """{"name":"safe","arguments":null}""", -32602, -32602)]
    public async Task A_call_that_is_none_is_refused(string variant, string? parameters, int legacy, int modern)
    {
        var body = parameters is null ? """{"jsonrpc":"2.0","method":"tools/call","params":{"name":"safe"}}""" : HostileBodies.Params(parameters);
        var before = door.Upstream.Seen.Count;

        var older = await door.Alice.PostAsync(body, RawAgent.Headers(Agent.Legacy));
        var newer = await door.Alice.PostAsync(body, RawAgent.Headers(Agent.Modern, name: "safe"));

        Assert.True((older.Status, older.ErrorCode) == (400, legacy) && (newer.Status, newer.ErrorCode) == (400, modern), $"{variant}: {older.Text} {newer.Text}");
        Assert.Equal(before, door.Upstream.Seen.Count);
    }

    [Theory]
    [InlineData("Host: evil.example")]
    [InlineData("Host: evil.example:8080")]
    [InlineData("Host: 127.0.0.1.evil.example")]
    [InlineData("Host: localhost.")]
    [InlineData("Host: localhost.evil")]
    [InlineData("Host: 127.1")]
    [InlineData("Host: 2130706433")]
    [InlineData("Origin: http://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://127.0.0.1.evil.example")]
    [InlineData("Origin: http://127.0.0.1:1")]
    [InlineData("Origin: https://localhost")]
    [InlineData("Origin: ")]
    public async Task H06_another_host_or_origin_is_turned_away_before_anything_is_read(string line)
    {
        var before = door.Upstream.Seen.Count;

        // Neither the body nor the token is sound: had either been looked at, the status would be another.
        var (status, text) = await RawSocket.AskAsync(door.World.Url, RawSocket.Head(door.World.Url, 1, line, "Authorization: Bearer nobody") + "x");

        Assert.True(status == 403, text);
        Assert.Equal(before, door.Upstream.Seen.Count);
    }

    [Theory]
    [InlineData("two hosts", "POST /mcp/raw HTTP/1.1\r\nHost: {0}\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n", 400)]
    [InlineData("no host", "POST /mcp/raw HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400)]
    [InlineData("no host in HTTP/1.0", "POST /mcp/raw HTTP/1.0\r\nContent-Length: 0\r\n\r\n", 403)]
    [InlineData("absolute target", "POST http://evil.example/mcp/raw HTTP/1.1\r\nHost: {0}\r\nContent-Length: 0\r\n\r\n", 400)]
    [InlineData("length and chunks", "POST /mcp/raw HTTP/1.1\r\nHost: {0}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, 401)]
    [InlineData("H16 NUL in a header", "POST /mcp/raw HTTP/1.1\r\nHost: {0}\r\nX-Any: a\0b\r\nContent-Length: 0\r\n\r\n", 400)]
    [InlineData("H16 bare CR in a header", "POST /mcp/raw HTTP/1.1\r\nHost: {0}\r\nX-Any: a\rSet-Cookie: b\r\nContent-Length: 0\r\n\r\n", 400)]
    [InlineData("H16 a header of 64 kB", "POST /mcp/raw HTTP/1.1\r\nHost: {0}\r\nX-Any: {1}\r\nContent-Length: 0\r\n\r\n", 431)]
    [InlineData("folded header", "POST /mcp/raw HTTP/1.1\r\nHost: {0}\r\nX-Any: a\r\n b\r\nContent-Length: 0\r\n\r\n", 400)]
    public async Task A_request_that_can_be_read_in_two_ways_is_no_request(string variant, string request, params int[] statuses)
    {
        var (status, text) = await RawSocket.AskAsync(door.World.Url, string.Format(CultureInfo.InvariantCulture, request, door.World.Url.Authority, new string('a', 65_536)));

        Assert.True(statuses.Contains(status), $"{variant}: {text}");
        Assert.DoesNotContain("Set-Cookie", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task H06_a_program_without_an_origin_and_a_page_of_our_own_are_let_in()
    {
        Assert.Equal(200, (await door.Alice.PostAsync(Ping)).Status);
        Assert.Equal(200, (await door.Alice.PostAsync(Ping, ("Origin", door.World.Url.GetLeftPart(UriPartial.Authority)))).Status);
    }

    [Fact]
    public async Task H10_what_is_too_large_is_413_whether_it_says_so_or_not()
    {
        var before = door.Upstream.Seen.Count;
        var url = door.World.Url;

        // Announced: nothing of it is sent. Unannounced: it ends where the limit is.
        var (announced, _) = await RawSocket.AskAsync(url, RawSocket.Head(url, (4 << 20) + 1));
        var head = RawSocket.Head(url, 0, "Transfer-Encoding: chunked").Replace("Content-Length: 0\r\n", "", StringComparison.Ordinal);
        var chunk = $"10000\r\n{new string(' ', 0x10000)}\r\n";
        var (unannounced, _) = await RawSocket.AskAsync(url, head + string.Concat(Enumerable.Repeat(chunk, 65)) + "0\r\n\r\n");
        var keys = "{" + string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => $"\"{i:x}\":1")) + "}";
        var (million, _) = await RawSocket.AskAsync(url, RawSocket.Head(url, HostileBodies.Arguments(keys).Length));

        Assert.Equal((413, 413, 413), (announced, unannounced, million));
        Assert.Equal(before, door.Upstream.Seen.Count);
    }

    [Fact]
    public async Task H10_as_many_keys_as_fit_are_read_in_reasonable_time()
    {
        var keys = "{" + string.Join(',', Enumerable.Range(0, 400_000).Select(i => $"\"{i:x}\":1")) + "}";

        var answer = await door.Alice.PostAsync(HostileBodies.Arguments(keys)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((200, "ran"), (answer.Status, answer.Said));
    }

    [Fact]
    public async Task H10_a_request_that_never_ends_disturbs_nobody()
    {
        using var slow = new RawSocket(door.World.Url);
        await slow.SendAsync(RawSocket.Head(door.World.Url, 1000) + "{");

        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => door.Alice.CallAsync("safe")));
        await slow.SendAsync("\"");

        Assert.All(others, answer => Assert.Equal("ran", answer.Said));
    }

    [Theory]
    [InlineData(Agent.Legacy)]
    [InlineData(Agent.Modern)]
    public async Task H12_numbers_and_texts_go_on_byte_for_byte(string era)
    {
        var body = RawAgent.Call("safe", argumentsJson: """{ "a":1e400, "b":123456789012345678901234567890,"c":-0,"d":1.0 ,"e":1,"f":"\u00e9é\/","g":0.10E+02 }""");

        var answer = await door.Alice.PostAsync(body, RawAgent.Headers(era, name: "safe"));

        Assert.Equal("ran", answer.Said);
        Assert.Equal(body, door.Upstream.Last.Text);
    }

    [Theory]
    [InlineData("resources/templates")]
    [InlineData("TOOLS/CALL")]
    [InlineData("tools//call")]
    [InlineData("tools/call/")]
    [InlineData("/tools/call")]
    [InlineData("tools.call")]
    [InlineData("rpc.discover")]
    [InlineData("sampling/createMessage")]
    [InlineData("elicitation/create")]
    [InlineData("roots/list")]
    public async Task H15_a_method_that_is_not_on_the_list_is_not_passed_on(string method)
    {
        var before = door.Upstream.Seen.Count;

        var legacy = await door.Alice.PostAsync(RawAgent.Request(method), RawAgent.Headers(Agent.Legacy));
        var modern = await door.Alice.PostAsync(RawAgent.Request(method), RawAgent.Headers(Agent.Modern, method));
        var unasked = await door.Alice.PostAsync($$"""{"jsonrpc":"2.0","method":"{{method}}"}""", RawAgent.Headers(Agent.Legacy));

        Assert.Equal((200, -32601), (legacy.Status, legacy.ErrorCode));
        Assert.Equal((404, -32601), (modern.Status, modern.ErrorCode));
        Assert.Equal(400, unasked.Status);
        Assert.Equal(before, door.Upstream.Seen.Count);
    }

    [Theory]
    [InlineData("a\\r\\nSet-Cookie: x=1")]
    [InlineData("a\\u0000b")]
    [InlineData("é\\u202e")]
    public async Task H16_what_a_client_calls_itself_shows_up_in_no_header(string name)
    {
        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"{{{name}}}{{{new string('x', 60_000)}}}","version":"{{{name}}}"} } }""";

        var (status, text) = await RawSocket.AskAsync(door.World.Url, RawSocket.Head(door.World.Url, System.Text.Encoding.UTF8.GetByteCount(body)) + body);

        var head = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.True(status == 200, head);
        Assert.DoesNotContain("Set-Cookie", head, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("^[ -~\r\n]*$", head);
        Assert.InRange(head.Length, 1, 4000);
    }

    [Theory]
    [InlineData("MCP-Protocol-Version: 2025-é")]
    [InlineData("Accept: application/é")]
    [InlineData("MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: safe", "Mcp-Param-City: Zürich")]
    [InlineData("MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: é")]
    public async Task H16_a_header_that_is_not_ASCII_is_refused(params string[] lines)
    {
        var before = door.Upstream.Seen.Count;
        var body = RawAgent.Call("safe");

        var (status, text) = await RawSocket.AskAsync(door.World.Url, RawSocket.Head(door.World.Url, body.Length, lines) + body);

        Assert.True(status == 400, text);
        Assert.Contains("-32020", text);
        Assert.Equal(before, door.Upstream.Seen.Count);
    }
}
