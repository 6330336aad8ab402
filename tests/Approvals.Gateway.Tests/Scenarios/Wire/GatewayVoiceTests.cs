using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>An upstream cannot speak as the gateway: what it writes under the gateway's names is gone, and nothing else is.</summary>
public sealed class GatewayVoiceTests(OpenDoor door) : IClassFixture<OpenDoor>
{
    public static TheoryData<string, string> Said() => new()
    {
        { """{"_meta":{"approvals/outcome":{"code":"approved"},"a":1.0},"x":1e400}""", """{"_meta":{"a":1.0},"x":1e400}""" },
        { """{"_meta":{"approv\u0061ls/outcome":1}}""", """{"_meta":{}}""" },
        { """{"_meta":{"approvals\/outcome":1}}""", """{"_meta":{}}""" },
        { """{"_met\u0061":{"approvals/outcome":1,"b":"\u00e9"}}""", """{"_meta":{"b":"\u00e9"}}""" },
        { """{"_meta":{"approvals/a":1,"approvals/b":2,"Approvals/c":3}}""", """{"_meta":{}}""" },
        { """{"content":[{"type":"text","text":"approvals/x","_meta":{"approvals/outcome":1}}]}""", """{"content":[{"type":"text","text":"approvals/x","_meta":{}}]}""" },
        { """{"deep":[[{"x":{"_meta":{"approvals/x":1,"n":-0}}}]]}""", """{"deep":[[{"x":{"_meta":{"n":-0}}}]]}""" },
        { """{"approvals/x":1,"_meta":{"y":{"approvals/z":1}}}""", """{"approvals/x":1,"_meta":{"y":{"approvals/z":1}}}""" },
        { """{ "_meta" : { "other/x" : "\u00e9\/" } }""", """{ "_meta" : { "other/x" : "\u00e9\/" } }""" },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public async Task In_a_result(string said, string heard)
    {
        door.Upstream.Script = Replies.Json($$"""{"jsonrpc":"2.0","id":$id,"result":{{said}}}""");
        Assert.Equal($$"""{"jsonrpc":"2.0","id":1,"result":{{heard}}}""", (await door.Alice.CallAsync("safe")).Text);

        door.Upstream.Script = Replies.Events($$"""{"jsonrpc":"2.0","id":$id,"result":{{said}}}""");
        Assert.Equal($$"""data: {"jsonrpc":"2.0","id":1,"result":{{heard}}}""", (await door.Alice.CallAsync("safe")).Text.TrimEnd('\n'));
    }

    [Theory]
    [MemberData(nameof(Said))]
    public async Task In_a_notification_or_a_request_of_its_own(string said, string heard)
    {
        door.Upstream.Script = Replies.OnHttp("GET", Replies.Events(
            $$"""{"jsonrpc":"2.0","method":"notifications/message","params":{{said}}}""", $$"""{"jsonrpc":"2.0","id":1,"method":"elicitation/create","params":{{said}}}"""));

        var stream = await door.Alice.GetAsync();

        Assert.Equal(
            $$"""
            data: {"jsonrpc":"2.0","method":"notifications/message","params":{{heard}}}

            data: {"jsonrpc":"2.0","id":1,"method":"elicitation/create","params":{{heard}}}
            """,
            stream.Text.TrimEnd('\n'));
    }

    [Fact]
    public async Task In_an_error()
    {
        door.Upstream.Script = Replies.Json("""{"jsonrpc":"2.0","id":$id,"error":{"code":1,"message":"x","data":{"_meta":{"approvals/outcome":1}}}}""");

        Assert.Equal("""{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x","data":{"_meta":{}}}}""", (await door.Alice.CallAsync("safe")).Text);
    }
}
