using System.Text;
using System.Text.Json;
using Approvals.Calls;

namespace Approvals.Tests.Calls;

public sealed class RpcMessageTests
{
    private static readonly Caller Somebody = new("laptop", "alice@example.com", "laptop");

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping"}""", RpcKind.Request, "ping", "7")]
    [InlineData("""{"jsonrpc":"2.0","id":"a\u0062","method":"ping","params":null}""", RpcKind.Request, "ping", "\"a\\u0062\"")]
    [InlineData("""{"jsonrpc":"2.0","id":-0,"method":"ping"}""", RpcKind.Request, "ping", "-0")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{}}""", RpcKind.Notification, "notifications/cancelled", null)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{}}""", RpcKind.Response, null, "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"no"}}""", RpcKind.Response, null, "7")]
    [InlineData(""" {"extra":1,"method":"ping","id":7,"jsonrpc":"2.0"} """, RpcKind.Request, "ping", "7")]
    public void A_message_is_told_by_its_members(string body, RpcKind kind, string? method, string? idJson)
    {
        using var message = Parsed(body);

        Assert.Equal((kind, method, idJson), (message.Kind, message.Method, message.IdJson));
        Assert.Equal(body, Encoding.UTF8.GetString(message.Bytes.Span));
        Assert.Equal(body.Contains("{}", StringComparison.Ordinal) && kind is RpcKind.Notification, message.Params.ValueKind is JsonValueKind.Object);
    }

    [Theory]
    [InlineData("TOOLS/CALL")]
    [InlineData("tools//call")]
    [InlineData("tools/calls")]
    public void H15_a_well_formed_unknown_method_is_told_as_it_is_and_is_no_tool_call(string method)
    {
        using var message = Parsed($$$"""{"jsonrpc":"2.0","id":7,"method":"{{{method}}}","params":{"name":"x"}}""");

        Assert.Equal(method, message.Method);
        Assert.Null(message.Name);
        Assert.Null(ToolCall.From(message, "ecs", Somebody, out var problem));
        Assert.Equal(new RpcProblem(-32600, problem!.Message, "7"), problem);
    }

    [Theory]
    [InlineData("tools/call", "tool")]
    [InlineData("prompts/get", "tool")]
    [InlineData("resources/read", "file:///a")]
    [InlineData("tasks/get", "t1")]
    [InlineData("tasks/cancel", "t1")]
    [InlineData("tools/list", null)]
    [InlineData("tasksx", null)]
    public void The_name_is_what_the_header_must_equal(string method, string? name)
    {
        using var message = Parsed(
            $$$"""{"jsonrpc":"2.0","id":7,"method":"{{{method}}}","params":{"name":"tool","uri":"file:///a","taskId":"t1"}}""");

        Assert.Equal(name, message.Name);
    }

    [Fact]
    public void A_newer_message_names_its_revision_and_client_in_its_meta()
    {
        using var message = Parsed("""
            {"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
             "io.modelcontextprotocol/clientInfo":{"name":"cursor","version":"3"}},"clientInfo":{"name":"not this"}}}
            """);

        Assert.Equal(("2026-07-28", "cursor", "3"), (message.ProtocolVersion, message.ClientName, message.ClientVersion));
    }

    [Fact]
    public void An_older_message_names_its_client_when_it_initializes()
    {
        using var message = Parsed(
            """{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25","clientInfo":{"name":"claude","version":2}}}""");

        Assert.Equal((null, "claude", null), (message.ProtocolVersion, message.ClientName, message.ClientVersion));
    }

    [Fact]
    public void A_client_name_is_cut_between_characters()
    {
        var name = new string('a', RpcMessage.MaxClientLength - 1);
        using var message = Parsed($$$$"""{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"clientInfo":{"name":"{{{{name}}}}😀"}}}""");

        Assert.Equal(name, message.ClientName);
    }

    [Fact]
    public void Limits_hold_at_their_edges()
    {
        var id = $"\"{new string('a', RpcMessage.MaxIdBytes - 2)}\"";
        var tool = new string('t', ToolCall.MaxNameLength);
        var deepest = new string('[', StrictJson.MaxDepth - 3) + new string(']', StrictJson.MaxDepth - 3);
        using var message = Parsed($$$$"""{"jsonrpc":"2.0","id":{{{{id}}}},"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{"a":{{{{deepest}}}}}}}""");

        var call = ToolCall.From(message, "ecs", Somebody, out var problem);

        Assert.Null(problem);
        Assert.Equal((id, tool), (message.IdJson, call!.Tool));
    }

    [Fact]
    public void H05_H11_what_only_looks_hostile_passes()
    {
        using var message = Parsed("""
            {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"sp\u00e4t \ud83d\ude00","arguments":
             {"a":[{"a":1},{"a":1}],"A":2,"name":3,"Name":4,"b":"\\ud800","c":"\ud83D\uDE00","d":"\u0000","e":"{\"a\":1,\"a\":2}"},"nickname":1}}
            """);

        var call = ToolCall.From(message, "ecs", Somebody, out var problem);

        Assert.Null(problem);
        Assert.Equal("spät 😀", call!.Tool);
        Assert.Equal("\\ud800", call.Arguments.GetProperty("b").GetString());
    }

    [Fact]
    public void A_call_without_arguments_has_none()
    {
        using var message = Parsed("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x"}}""");

        var call = ToolCall.From(message, "ecs", Somebody, out _);

        Assert.Equal(new ToolCall("ecs", "x", default, Somebody), call);
    }

    private static RpcMessage Parsed(string body)
    {
        var message = RpcMessage.Parse(Encoding.UTF8.GetBytes(body), out var problem);
        Assert.True(message is not null, problem?.Message);
        return message;
    }
}
