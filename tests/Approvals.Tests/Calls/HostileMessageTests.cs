using System.Text;
using Approvals.Calls;

namespace Approvals.Tests.Calls;

/// <summary>Bodies that two readers could take for two different messages, or that are meant to break one. All are refused.</summary>
public sealed class HostileMessageTests
{
    private const string LongName = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";

    private static readonly Caller Somebody = new("laptop", "alice@example.com", "laptop");

    public static TheoryData<string, int, string> Refused() => new()
    {
        { "H01 two names", -32600, Params("""{"name":"safe","name":"danger"}""") },
        { "H01 two params", -32600, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe"},"params":{"name":"danger"}}""" },
        { "H02 Name beside name", -32600, Params("""{"name":"safe","Name":"danger"}""") },
        { "H02 Name alone", -32600, Params("""{"Name":"danger"}""") },
        { "H02 Arguments beside arguments", -32600, Params("""{"name":"safe","arguments":{},"Arguments":{"x":1}}""") },
        { "H02 Params in the envelope", -32600, """{"jsonrpc":"2.0","id":1,"method":"tools/call","Params":{"name":"danger"}}""" },
        { "H02 METHOD in the envelope", -32600, """{"jsonrpc":"2.0","id":1,"method":"ping","METHOD":"tools/call"}""" },
        { "H02 escaped Name", -32600, Params("""{"name":"safe","\u004eame":"danger"}""") },
        { "H02 _Meta beside _meta", -32600, Params("""{"name":"safe","_meta":{},"_Meta":{}}""") },
        { "H02 requeststate", -32600, Params("""{"name":"safe","requeststate":"x"}""") },
        { "H02 TaskID", -32600, Params("""{"TaskID":"x"}""", "tasks/get") },
        { "H02 URI", -32600, Params("""{"uri":"a:b","URI":"c:d"}""", "resources/read") },
        { "H02 ProgressToken", -32600, Params("""{"name":"safe","_meta":{"ProgressToken":1}}""") },
        { "H02 protocol prefix in capitals", -32600, Params("""{"name":"safe","_meta":{"IO.modelcontextprotocol/x":1}}""") },
        { "H02 ProtocolVersion", -32600, Params("""{"name":"safe","_meta":{"io.modelcontextprotocol/ProtocolVersion":"x"}}""") },
        { "H03 escaped name beside name", -32600, Params("""{"n\u0061me":"safe","name":"danger"}""") },
        { "H04 long s in params", -32600, """{"jsonrpc":"2.0","id":1,"method":"tools/call","param\u017f":{"name":"danger"}}""" },
        { "H04 long s unescaped", -32600, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"param\u017f\":{\"name\":\"danger\"}}" },
        { "H04 long s in arguments", -32600, Params("{\"name\":\"safe\",\"argument\u017f\":{}}") },
        { "H04 Kelvin sign in task", -32600, Params("{\"name\":\"safe\",\"tas\u212a\":{}}") },
        { "H04 dotless i in id", -32600, "{\"jsonrpc\":\"2.0\",\"\u0131d\":1,\"method\":\"ping\"}" },
        { "H04 long s in the method", -32600, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tool\u017f/call\",\"params\":{\"name\":\"x\"}}" },
        { "H05 duplicate ten deep", -32600, Arguments(Nested(10, """{"a":1,"a":2}""")) },
        { "H05 escaped duplicate ten deep", -32600, Arguments(Nested(10, """{"a":1,"\u0061":2}""")) },
        { "H08 batch", -32600, """[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"danger"}}]""" },
        { "H08 empty batch", -32600, "[]" },
        { "H08 two objects", -32700, """{"jsonrpc":"2.0","id":1,"method":"ping"}{"jsonrpc":"2.0","id":2,"method":"ping"}""" },
        { "H08 two lines", -32700, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}" },
        { "H08 trailing bytes", -32700, """{"jsonrpc":"2.0","id":1,"method":"ping"}x""" },
        { "H08 trailing NUL", -32700, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\0" },
        { "H08 byte order mark", -32700, "\uFEFF{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}" },
        { "H08 comment", -32700, """{"jsonrpc":"2.0",/* */"id":1,"method":"ping"}""" },
        { "H08 line comment", -32700, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}// x" },
        { "H08 trailing comma", -32700, """{"jsonrpc":"2.0","id":1,"method":"ping",}""" },
        { "H08 nothing", -32700, "" },
        { "H08 cut off", -32700, """{"jsonrpc":"2.0","id":1,"meth""" },
        { "H08 a number", -32600, "1" },
        { "H09 depth 65", -32600, Arguments(Nested(62, "{}")) },
        { "H09 depth 10 000 of arrays", -32600, new string('[', 10_000) },
        { "H09 depth 10 000 of objects", -32600, Arguments(Nested(10_000, "{}")) },
        { "H11 lone high surrogate in a value", -32600, Arguments("""{"a":"\ud800"}""") },
        { "H11 lone low surrogate in a value", -32600, Arguments("""{"a":"x\uDC00"}""") },
        { "H11 pair the wrong way round", -32600, Arguments("""{"a":"\udc00\ud800"}""") },
        { "H11 two low surrogates", -32600, Arguments("""{"a":"\udc00\udc00"}""") },
        { "H11 high surrogate before another escape", -32600, Arguments("""{"a":"\ud800\u0061"}""") },
        { "H11 lone surrogate in a key", -32600, Arguments("""{"\ud800":1}""") },
        { "H11 lone surrogate in the only key of the envelope", -32600, """{"\ud800":1}""" },
        { "H11 lone surrogate in the tool name", -32600, Params("""{"name":"\ud83d"}""") },
        { "H11 NUL in the tool name", -32602, Params("""{"name":"a\u0000b"}""") },
        { "H11 line break in the tool name", -32602, Params("""{"name":"a\nb"}""") },
        { "H11 C1 control in the tool name", -32602, Params("""{"name":"a\u0085b"}""") },
        { "H11 raw NUL in a string", -32700, Params("{\"name\":\"a\0b\"}") },
        { "H12 NaN", -32700, Arguments("""{"a":NaN}""") },
        { "H12 leading zero", -32700, Arguments("""{"a":01}""") },
        { "H13 id null", -32600, WithId("null") },
        { "H13 id 1.5", -32600, WithId("1.5") },
        { "H13 id 1.0", -32600, WithId("1.0") },
        { "H13 id 1e3", -32600, WithId("1e3") },
        { "H13 id 1E3", -32600, WithId("1E3") },
        { "H13 id object", -32600, WithId("{}") },
        { "H13 id array", -32600, WithId("[1]") },
        { "H13 id true", -32600, WithId("true") },
        { "H13 id of 10 kB", -32600, WithId($"\"{new string('a', 10_000)}\"") },
        { "H13 id of 257 bytes", -32600, WithId($"\"{new string('a', 255)}\"") },
        { "H13 two ids", -32600, """{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}""" },
        { "H13 ID beside id", -32600, """{"jsonrpc":"2.0","id":1,"ID":2,"method":"ping"}""" },
        { "H15 trailing space", -32600, Method("tools/call ") },
        { "H15 trailing line break", -32600, Method("""tools/call\n""") },
        { "H15 NUL in the method", -32600, Method("""tools\u0000/call""") },
        { "H15 empty method", -32600, Method("") },
        { "H15 method of 129 characters", -32600, Method(new string('a', 129)) },
        { "H15 method a number", -32600, """{"jsonrpc":"2.0","id":1,"method":1}""" },
        { "H15 method null", -32600, """{"jsonrpc":"2.0","id":1,"method":null}""" },
        { "version missing", -32600, """{"id":1,"method":"ping"}""" },
        { "version 1.0", -32600, """{"jsonrpc":"1.0","id":1,"method":"ping"}""" },
        { "version a number", -32600, """{"jsonrpc":2.0,"id":1,"method":"ping"}""" },
        { "request with a result", -32600, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"},"result":{}}""" },
        { "result and error", -32600, """{"jsonrpc":"2.0","id":1,"result":{},"error":{}}""" },
        { "neither result nor error", -32600, """{"jsonrpc":"2.0","id":1}""" },
        { "result without an id", -32600, """{"jsonrpc":"2.0","result":{}}""" },
        { "params an array", -32602, Params("""["danger"]""") },
        { "params a string", -32602, Params("\"danger\"") },
        { "params null", -32602, Params("null") },
        { "params missing", -32602, """{"jsonrpc":"2.0","id":1,"method":"tools/call"}""" },
        { "_meta an array", -32602, Params("""{"name":"x","_meta":[]}""") },
        { "_meta null", -32602, Params("""{"name":"x","_meta":null}""") },
        { "tool name missing", -32602, Params("{}") },
        { "tool name a number", -32602, Params("""{"name":1}""") },
        { "tool name null", -32602, Params("""{"name":null}""") },
        { "tool name empty", -32602, Params("""{"name":""}""") },
        { "tool name of 257 characters", -32602, Params($$"""{"name":"{{new string('a', 257)}}"}""") },
        { "arguments an array", -32602, Arguments("[]") },
        { "arguments a string", -32602, Arguments("\"{}\"") },
        { "arguments null", -32602, Arguments("null") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_hostile_message_is_refused_with_its_code(string variant, int code, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        var problem = ProblemOf(bytes);

        Assert.True(problem?.Code == code, $"{variant}: {problem}");
        Assert.True(code == RpcProblem.InvalidParams || RpcMessage.Parse(bytes, out _) is null, $"{variant}: only a reader of tool calls refuses it");
        Assert.All(problem.Message, unit => Assert.InRange(unit, ' ', '~'));
    }

    [Fact]
    public void H15_a_tool_call_without_an_id_is_a_notification_and_no_call()
    {
        var problem = ProblemOf("""{"jsonrpc":"2.0","method":"tools/call","params":{"name":"danger"}}"""u8.ToArray());

        Assert.Equal((-32600, null), (problem?.Code, problem?.IdJson));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public void H11_invalid_UTF8_inside_a_string_is_not_JSON(byte[] invalid)
    {
        byte[] body = [.. """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a"""u8, .. invalid, .. "\"}}"u8];

        Assert.Equal(-32700, ProblemOf(body)?.Code);
    }

    [Fact]
    public void H11_a_body_in_UTF16_is_not_JSON() =>
        Assert.Equal(-32700, ProblemOf(Encoding.Unicode.GetBytes(Params("""{"name":"danger"}""")))?.Code);

    [Theory]
    [InlineData("""{"name":1,"name":2}""", "The body has a duplicate property: \"name\".")]
    [InlineData("""{"a\n\u202e\"":1,"a\n\u202e\"":2}""", "The body has a duplicate property: \"a\\u000a\\u202e\\u0022\".")]
    [InlineData($$"""{"{{LongName}}":1,"{{LongName}}":2}""",
        "The body has a duplicate property: \"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl\" (the first 64 of 78 characters).")]
    public void A_duplicate_property_is_named_in_printable_ASCII(string arguments, string words) =>
        Assert.Equal(words, ProblemOf(Encoding.UTF8.GetBytes(Arguments(arguments)))?.Message);

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"x7","method":"tools/call","params":{"name":1}}""", "\"x7\"")]
    [InlineData("""{"jsonrpc":"2.0","id":-7,"method":"tools call"}""", "-7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"Name":"a"}}""", "7")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"ID":8,"method":"ping"}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":7.5,"method":"ping"}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"id":8,"method":"ping"}""", null)]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping",}""", null)]
    public void A_problem_carries_the_id_where_it_is_beyond_doubt(string body, string? idJson)
    {
        var problem = ProblemOf(Encoding.UTF8.GetBytes(body));

        Assert.NotNull(problem);
        Assert.Equal(idJson, problem.IdJson);
    }

    private static RpcProblem? ProblemOf(byte[] body)
    {
        using var message = RpcMessage.Parse(body, out var problem);
        Assert.True(message is null == problem is not null);
        return message is null || ToolCall.From(message, "ecs", Somebody, out problem) is null ? problem : null;
    }

    private static string Params(string json, string method = "tools/call") =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{json}}}""";

    private static string Arguments(string json) => Params($$"""{"name":"safe","arguments":{{json}}}""");

    private static string WithId(string json) =>
        $$$"""{"jsonrpc":"2.0","id":{{{json}}},"method":"tools/call","params":{"name":"safe"}}""";

    private static string Method(string method) => Params("""{"name":"safe"}""", method);

    private static string Nested(int levels, string inner) =>
        string.Concat(Enumerable.Repeat("{\"k\":", levels)) + inner + new string('}', levels);
}
