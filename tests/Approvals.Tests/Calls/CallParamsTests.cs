using System.Text;
using System.Text.Json;
using Approvals.Calls;

namespace Approvals.Tests.Calls;

public sealed class CallParamsTests
{
    [Fact]
    public void Params_are_split_into_what_lasts_and_what_belongs_to_the_connection()
    {
        var split = From("""
            {"task":{"ttl":1.0},"_meta":{"progressToken":1,"trace\u0070arent":"00-1","tracestate":"a","baggage":"b",
             "io.modelcontextprotocol/clientInfo":{},"team/k\u0065y":[1, 2]},"name":"refund","arguments":{ "amount": 1e400 }}
            """);

        Assert.Equal(new CallParams("refund", """{ "amount": 1e400 }""", """{"task":{"ttl":1.0},"_meta":{"team/k\u0065y":[1, 2]}}"""), split);
    }

    [Theory]
    [InlineData("""{"name":"x"}""", null, "{}")]
    [InlineData("""{"name":"x","arguments":{},"_meta":{}}""", "{}", "{}")]
    [InlineData("""{"name":"x","_meta":{"progressToken":"t"}}""", null, "{}")]
    public void An_empty_meta_is_left_out_and_no_arguments_are_not_empty_arguments(string @params, string? arguments, string others) =>
        Assert.Equal(new CallParams("x", arguments, others), From(@params));

    [Fact]
    public void H12_numbers_and_other_letters_go_out_byte_for_byte()
    {
        const string arguments = """{"a":1e400,"b":-0,"c":123456789012345678901234567890,"d":1.0,"e":1,"f":"é\u00e9😀\ud83d\ude00\/","\u0067":0.10, "é" : [ 1 ]}""";
        var split = From($$"""{"name":"späť \"x\"","arguments":{{arguments}},"requestState":"\u0041+/="}""");

        var envelope = Encoding.UTF8.GetString(split.Envelope("\"\\u0037\"", default));

        Assert.Equal(
            $$$"""{"jsonrpc":"2.0","id":"\u0037","method":"tools/call","params":{"name":"späť \"x\"","arguments":{{{arguments}}},"requestState":"\u0041+/="}}""",
            envelope);
    }

    [Fact]
    public void The_present_callers_connection_replaces_the_first_callers_in_one_meta()
    {
        var split = From("""{"name":"x","_meta":{"progressToken":1,"team/key":"kept","io.modelcontextprotocol/protocolVersion":"old"}}""");

        var envelope = Envelope(split, """{"progressToken":2.0,"team/key":"not this","other":1,"io.modelcontextprotocol/protocolVersion":"n\u0065w","tracestate":"t"}""");

        Assert.Equal(
            """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x","_meta":{"team/key":"kept","progressToken":2.0,"io.modelcontextprotocol/protocolVersion":"n\u0065w","tracestate":"t"}}}""",
            envelope);
    }

    [Fact]
    public void A_present_caller_without_a_connections_members_adds_no_meta() =>
        Assert.Equal(
            """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"x","arguments":{}}}""",
            Envelope(From("""{"name":"x","arguments":{},"_meta":{"progressToken":1}}"""), """{"other":1}"""));

    [Fact]
    public void An_envelope_is_a_message_that_the_strict_parser_takes()
    {
        var split = From("""{"name":"x","arguments":{"a":"😀"},"task":{},"_meta":{"k":1}}""");

        using var message = RpcMessage.Parse(split.Envelope("7", default), out var problem);

        Assert.Null(problem);
        Assert.Equal(split, CallParams.From(message!.Params));
    }

    [Fact]
    public void Stored_members_that_are_not_strict_JSON_are_never_sent() =>
        Assert.Throws<ArgumentException>(() => new CallParams("x", null, """{"a":1,"a":2}""").Envelope("7", default));

    private static string Envelope(CallParams split, string presentMeta)
    {
        using var present = JsonDocument.Parse(presentMeta);
        return Encoding.UTF8.GetString(split.Envelope("7", present.RootElement));
    }

    private static CallParams From(string @params)
    {
        using var document = JsonDocument.Parse(@params);
        return CallParams.From(document.RootElement);
    }
}
