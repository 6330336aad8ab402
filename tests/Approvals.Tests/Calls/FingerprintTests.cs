using System.Text.Json;
using Approvals.Calls;
using CsCheck;

namespace Approvals.Tests.Calls;

public sealed class FingerprintTests
{
    private const string Asked = """{"name":"refund","arguments":{"amount":900,"to":"a"},"_meta":{"team/key":1}}""";

    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly FingerprintInput Input = new(
        "ecs", "http://127.0.0.1:7001/mcp", From(Asked), """{"name":"refund","inputSchema":{}}""", new Caller("laptop", "alice", "alice-2"));

    public static TheoryData<string, FingerprintInput> Changed() => new()
    {
        { "upstream", Input with { Upstream = "files" } },
        { "address", Input with { UpstreamAddress = "http://127.0.0.1:7002/mcp" } },
        { "definition", Input with { DefinitionJson = """{"name":"refund","inputSchema":{"type":"object"}}""" } },
        { "tool", Input with { Params = Input.Params with { Tool = "Refund" } } },
        { "an argument", Input with { Params = From("""{"name":"refund","arguments":{"amount":901,"to":"a"},"_meta":{"team/key":1}}""") } },
        { "a number's text", Input with { Params = From("""{"name":"refund","arguments":{"amount":900.0,"to":"a"},"_meta":{"team/key":1}}""") } },
        { "no arguments", Input with { Params = Input.Params with { ArgumentsJson = null } } },
        { "empty arguments", Input with { Params = Input.Params with { ArgumentsJson = "{}" } } },
        { "another member", Input with { Params = From("""{"name":"refund","arguments":{"amount":900,"to":"a"},"_meta":{"team/key":1},"task":{}}""") } },
        { "another _meta member", Input with { Params = From("""{"name":"refund","arguments":{"amount":900,"to":"a"},"_meta":{"team/key":2}}""") } },
        { "grant", Input with { Caller = Input.Caller with { Grant = "desktop" } } },
        { "owner", Input with { Caller = Input.Caller with { Owner = "bob" } } },
        { "principal", Input with { Caller = Input.Caller with { Principal = "alice-3" } } },
        { "owner and principal swapped", Input with { Caller = new Caller("laptop", "alice-2", "alice") } },
        { "a boundary moved", Input with { Upstream = "ecs\",\"http:", UpstreamAddress = "//127.0.0.1:7001/mcp" } },
    };

    public static TheoryData<string> Same() => new(
        """{"_meta":{"team/key":1},"arguments":{"to":"\u0061", "amount":900},"name":"refund"}""",
        """{"name":"refund","arguments":{"amount":900,"to":"a"},"_meta":{"progressToken":5,"team/key":1}}""",
        """{"name":"refund","arguments":{"amount":900,"to":"a"},"_meta":{"team/key":1,"traceparent":"00-1","tracestate":"a","baggage":"b"}}""",
        """{"name":"refund","arguments":{"amount":900,"to":"a"},"_meta":{"team/key":1,"io.modelcontextprotocol/clientInfo":{"name":"x"}}}""");

    [Theory]
    [MemberData(nameof(Changed))]
    public void The_fingerprint_changes_with_any_input(string what, FingerprintInput input) =>
        Assert.False(Fingerprint.Of(Key, Input) == Fingerprint.Of(Key, input), what);

    [Fact]
    public void All_changed_inputs_have_fingerprints_of_their_own()
    {
        var prints = Changed().Select(row => Fingerprint.Of(Key, row.Data.Item2)).ToArray();

        Assert.Equal(prints.Length, prints.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Same))]
    public void Writing_and_connection_change_neither_fingerprint_nor_call_key(string @params)
    {
        Assert.Equal(Fingerprint.Of(Key, Input), Fingerprint.Of(Key, Input with { Params = From(@params) }));
        Assert.Equal(KeyOf(Asked), KeyOf(@params));
    }

    [Fact]
    public void The_definition_is_compared_by_its_meaning() =>
        Assert.Equal(
            Fingerprint.Of(Key, Input),
            Fingerprint.Of(Key, Input with { DefinitionJson = """{ "inputSchema": {}, "name": "r\u0065fund" }""" }));

    [Fact]
    public void Both_are_keyed_and_read_as_64_lower_hex_digits()
    {
        var print = Fingerprint.Of(Key, Input);

        Assert.Matches("^[0-9a-f]{64}\\z", print);
        Assert.Matches("^[0-9a-f]{64}\\z", KeyOf(Asked));
        Assert.NotEqual(print, Fingerprint.Of(Key.AsSpan(1), Input));
        Assert.NotEqual(KeyOf(Asked), CallKey.Of(Key.AsSpan(1), "ecs", From(Asked), Input.Caller));
        Assert.Throws<ArgumentException>(() => Fingerprint.Of([], Input));
    }

    /// <summary>Stored fingerprints must be found again by every later version.</summary>
    [Fact]
    public void Both_stay_what_they_were()
    {
        Assert.Equal("32e124a14b976eb03811478238388e9a3c390df33bb99c7196d42b0c9dd289e5", Fingerprint.Of(Key, Input));
        Assert.Equal("e0cee24516c56e95dbe2d08e0713a186060b6fd0c50b5dea24860947aacf8871", KeyOf(Asked));
    }

    [Theory]
    [InlineData("""{"name":"refund","arguments":{"amount":900,"to":"a"}}""", true)]
    [InlineData("""{"name":"refund","arguments":{"amount":900,"to":"a"},"_meta":{"team/key":2}}""", true)]
    [InlineData("""{"name":"refund","arguments":{"amount":901,"to":"a"},"_meta":{"team/key":1}}""", false)]
    [InlineData("""{"name":"refunds","arguments":{"amount":900,"to":"a"},"_meta":{"team/key":1}}""", false)]
    [InlineData("""{"name":"refund","arguments":{},"_meta":{"team/key":1}}""", false)]
    [InlineData("""{"name":"refund","_meta":{"team/key":1}}""", false)]
    [InlineData("""{"name":"refund","arguments":{"amount":900,"to":"a"},"requestState":"x"}""", false)]
    public void Calls_are_equal_by_all_their_params_but_meta(string @params, bool equal) =>
        Assert.Equal(equal, KeyOf(Asked) == KeyOf(@params));

    [Fact]
    public void No_arguments_and_empty_arguments_are_two_calls() =>
        Assert.NotEqual(KeyOf("""{"name":"refund"}"""), KeyOf("""{"name":"refund","arguments":{}}"""));

    [Fact]
    public void Calls_are_equal_only_for_the_same_grant_principal_and_upstream()
    {
        var asked = From(Asked);
        var key = CallKey.Of(Key, "ecs", asked, Input.Caller);

        Assert.NotEqual(key, CallKey.Of(Key, "files", asked, Input.Caller));
        Assert.NotEqual(key, CallKey.Of(Key, "ecs", asked, Input.Caller with { Grant = "desktop" }));
        Assert.NotEqual(key, CallKey.Of(Key, "ecs", asked, Input.Caller with { Principal = "alice-3" }));
        Assert.Equal(key, CallKey.Of(Key, "ecs", asked, Input.Caller with { Owner = "bob" }));
    }

    [Fact]
    public void Two_lists_of_texts_never_run_together() =>
        Gen.Select(Gen.String[Gen.OneOf('a', '"', ',', '\\', '['), 0, 3].Array[4], Gen.String[Gen.OneOf('a', '"', ',', '\\', '['), 0, 3].Array[4])
            .Sample((one, other) => one.SequenceEqual(other) == (Print(one) == Print(other)));

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("not JSON")]
    [InlineData("")]
    public void A_definition_that_is_not_strict_JSON_has_no_fingerprint(string definition) =>
        Assert.Throws<ArgumentException>(() => Fingerprint.Of(Key, Input with { DefinitionJson = definition }));

    private static string Print(string[] texts) =>
        Fingerprint.Of(Key, Input with { Upstream = texts[0], UpstreamAddress = texts[1], Caller = new Caller(texts[2], "o", texts[3]) });

    private static string KeyOf(string @params) => CallKey.Of(Key, "ecs", From(@params), Input.Caller);

    private static CallParams From(string @params)
    {
        using var document = JsonDocument.Parse(@params);
        return CallParams.From(document.RootElement);
    }
}
