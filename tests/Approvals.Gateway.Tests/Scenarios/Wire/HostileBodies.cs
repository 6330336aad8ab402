using System.Text;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>A request that must be turned away at the door.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The JSON-RPC error code, or null where no JSON is owed.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Headers">What it carries besides, or instead of, an era's usual headers.</param>
internal sealed record Hostile(int Status, int? Code, byte[] Body, params (string Name, string Value)[] Headers);

/// <summary>Bodies that two readers could take for two different messages, or that are meant to break one.</summary>
internal static class HostileBodies
{
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    public static readonly Dictionary<string, Hostile> All = Texts()
        .Select(one => KeyValuePair.Create(one.Name, new Hostile(400, one.Code, Encoding.UTF8.GetBytes(one.Text))))
        .Concat(Bytes())
        .ToDictionary();

    private static IEnumerable<(string Name, int Code, string Text)> Texts() =>
    [
        ("H01 two names", -32600, Params("""{"name":"safe","name":"danger"}""")),
        ("H01 two params", -32600, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe"},"params":{"name":"danger"}}"""),
        ("H01 two methods", -32600, """{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call","params":{"name":"danger"}}"""),
        ("H02 Name beside name", -32600, Params("""{"name":"safe","Name":"danger"}""")),
        ("H02 Name alone", -32600, Params("""{"Name":"danger"}""")),
        ("H02 Arguments beside arguments", -32600, Params("""{"name":"safe","arguments":{},"Arguments":{"x":1}}""")),
        ("H02 Params", -32600, """{"jsonrpc":"2.0","id":1,"method":"tools/call","Params":{"name":"danger"}}"""),
        ("H02 METHOD", -32600, """{"jsonrpc":"2.0","id":1,"method":"ping","METHOD":"tools/call"}"""),
        ("H03 escaped name beside name", -32600, Params("""{"n\u0061me":"safe","name":"danger"}""")),
        ("H03 escaped Name beside name", -32600, Params("""{"name":"safe","\u004eame":"danger"}""")),
        ("H04 long s in params", -32600, """{"jsonrpc":"2.0","id":1,"method":"tools/call","param\u017f":{"name":"danger"}}"""),
        ("H04 raw long s in params", -32600, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"param\u017f\":{\"name\":\"danger\"}}"),
        ("H04 long s in arguments", -32600, Params("{\"name\":\"safe\",\"argument\u017f\":{}}")),
        ("H04 Kelvin sign in task", -32600, Params("{\"name\":\"safe\",\"tas\u212a\":{}}")),
        ("H04 dotless i in id", -32600, "{\"jsonrpc\":\"2.0\",\"\u0131d\":1,\"method\":\"ping\"}"),
        ("H04 long s in the method", -32600, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tool\u017f/call\",\"params\":{\"name\":\"danger\"}}"),
        ("H05 duplicate ten deep", -32600, Arguments(Nested(10, """{"a":1,"a":2}"""))),
        ("H05 escaped duplicate ten deep", -32600, Arguments(Nested(10, """{"a":1,"\u0061":2}"""))),
        ("H08 batch", -32600, $"[{Params("""{"name":"danger"}""")}]"),
        ("H08 empty batch", -32600, "[]"),
        ("H08 two objects", -32700, Ping + Ping),
        ("H08 two lines", -32700, $"{Ping}\n{Ping}"),
        ("H08 trailing bytes", -32700, Ping + "x"),
        ("H08 trailing NUL", -32700, Ping + "\0"),
        ("H08 byte order mark", -32700, "\uFEFF" + Ping),
        ("H08 comment", -32700, """{"jsonrpc":"2.0",/* */"id":1,"method":"ping"}"""),
        ("H08 line comment", -32700, Ping + "// x"),
        ("H08 trailing comma", -32700, """{"jsonrpc":"2.0","id":1,"method":"ping",}"""),
        ("H08 nothing", -32700, ""),
        ("H08 cut off", -32700, """{"jsonrpc":"2.0","id":1,"meth"""),
        ("H08 a number", -32600, "1"),
        ("H09 depth 65", -32600, Arguments(Nested(62, "{}"))),
        ("H09 depth 10 000 of arrays", -32600, new string('[', 10_000)),
        ("H09 depth 10 000 of objects", -32600, Arguments(Nested(10_000, "{}"))),
        ("H11 lone high surrogate", -32600, Arguments("""{"a":"\ud800"}""")),
        ("H11 lone low surrogate", -32600, Arguments("""{"a":"x\uDC00"}""")),
        ("H11 lone surrogate in a key", -32600, Arguments("""{"\ud800":1}""")),
        ("H11 lone surrogate in the tool name", -32600, Params("""{"name":"\ud83d"}""")),
        ("H11 raw NUL in the tool name", -32700, Params("{\"name\":\"a\0b\"}")),
        ("H12 NaN", -32700, Arguments("""{"a":NaN}""")),
        ("H12 leading zero", -32700, Arguments("""{"a":01}""")),
        ("H13 id null", -32600, WithId("null")),
        ("H13 id 1.5", -32600, WithId("1.5")),
        ("H13 id 1e3", -32600, WithId("1e3")),
        ("H13 id object", -32600, WithId("{}")),
        ("H13 id array", -32600, WithId("[1]")),
        ("H13 id of 10 kB", -32600, WithId($"\"{new string('a', 10_000)}\"")),
        ("H13 two ids", -32600, """{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"""),
        ("H13 ID beside id", -32600, """{"jsonrpc":"2.0","id":1,"ID":2,"method":"ping"}"""),
        ("H15 trailing space", -32600, Params("""{"name":"danger"}""", "tools/call ")),
        ("H15 trailing line break", -32600, Params("""{"name":"danger"}""", """tools/call\n""")),
        ("H15 NUL in the method", -32600, Params("""{"name":"danger"}""", """tools\u0000/call""")),
        ("H15 empty method", -32600, Params("""{"name":"danger"}""", "")),
    ];

    private static Dictionary<string, Hostile> Bytes()
    {
        var call = Encoding.UTF8.GetBytes(Params("""{"name":"safe"}"""));
        Hostile Compressed(string coding) => new(415, -32600, call, ("Content-Encoding", coding));
        Hostile Typed(string? type) => new(415, -32600, call, ("Content-Type", type ?? ""));
        return new Dictionary<string, Hostile>
        {
            ["H07 text/plain"] = Typed("text/plain"),
            ["H07 a form"] = Typed("application/x-www-form-urlencoded"),
            ["H07 no type"] = Typed(null),
            ["H07 JSON of another kind"] = Typed("application/json-patch+json"),
            ["H07 text that says JSON later"] = Typed("text/plain; x=application/json"),
            ["H08 UTF-16 that says so"] = Typed("application/json; charset=utf-16"),
            ["H08 UTF-7"] = Typed("application/json; charset=utf-7"),
            ["H08 UTF-16 unsaid"] = new(400, -32700, Encoding.Unicode.GetBytes(Params("""{"name":"danger"}"""))),
            ["H11 invalid UTF-8"] = new(400, -32700, [.. """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a"""u8, 0xC0, 0x80, .. "\"}}"u8]),
            ["H11 UTF-8 of a surrogate"] = new(400, -32700, [.. """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a"""u8, 0xED, 0xA0, 0x80, .. "\"}}"u8]),
            ["H17 gzip"] = Compressed("gzip"),
            ["H17 br"] = Compressed("br"),
            ["H17 identity, then gzip"] = Compressed("identity, gzip"),
            ["H17 a name unheard of"] = Compressed("x-bomb"),
        };
    }

    public static string Params(string json, string method = "tools/call") =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{json}}}""";

    public static string Arguments(string json) => Params($$"""{"name":"safe","arguments":{{json}}}""");

    private static string WithId(string json) => RawAgent.Call("safe", json);

    private static string Nested(int levels, string inner) =>
        string.Concat(Enumerable.Repeat("{\"k\":", levels)) + inner + new string('}', levels);
}
