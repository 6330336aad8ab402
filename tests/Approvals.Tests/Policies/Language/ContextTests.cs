using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Policies;
using Approvals.Policies.Context;
using CsCheck;

namespace Approvals.Tests.Policies.Language;

/// <summary>What a policy has the gateway ask, and how arguments get into it.</summary>
public sealed class ContextTests
{
    [Theory]
    [InlineData("""{"tool":"see","arguments":{"id":"{{args.a.b[1]}}"}}""", """{"id":{"x":1.50,"y":"\u202e"}}""")]
    [InlineData("""{"tool":"see","arguments":{"list":["{{args.a.b[0]}}",null,-1e3,"text"],"on":true}}""", """{"list":["\"}",null,-1e3,"text"],"on":true}""")]
    [InlineData("""{"tool":"see","arguments":{}}""", "{}")]
    public void A_place_is_filled_with_the_json_that_stands_there(string context, string arguments)
    {
        var call = Assert.Single(ContextOf(context));

        Assert.Equal(("see", arguments), (call.Tool, call.Arguments!.Fill("""{"a":{"b":["\"}",{"x":1.50,"y":"\u202e"}]}}""", out var missing)));
        Assert.Null(missing);
    }

    [Fact]
    public void Whatever_an_argument_holds_it_stays_one_value() => Gen.String.Sample(text =>
    {
        var given = JsonSerializer.Serialize(new { name = text });
        var filled = JsonDocument.Parse(ContextOf("""{"tool":"see","arguments":{"a":"{{args.name}}","b":1}}""")[0].Arguments!.Fill(given, out _)!);

        Assert.Equal(["a", "b"], filled.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonDocument.Parse(given).RootElement.GetProperty("name").GetString(), filled.RootElement.GetProperty("a").GetString());
    });

    [Theory]
    [InlineData(null)]
    [InlineData("""{"b":1}""")]
    [InlineData("""{"a":"text"}""")]
    public void A_place_that_the_call_does_not_have_is_named(string? arguments)
    {
        var call = ContextOf("""{"tool":"see","arguments":{"id":"{{args.a.b}}"}}""")[0];

        Assert.Null(call.Arguments!.Fill(arguments, out var missing));
        Assert.Equal("args.a.b", missing);
    }

    [Theory]
    [InlineData("""{"tool":"see","arguments":{"q":"id = {{args.id}}"}}""", "1:132: 'q' must be the whole of one place, such as \"{{args.cluster}}\": a part of a text is not replaced")]
    [InlineData("""{"tool":"see","arguments":{"q":"{{grant.name}}"}}""", "1:132: 'q' must be the whole of one place, such as \"{{args.cluster}}\": a part of a text is not replaced")]
    [InlineData("""{"tool":"see","arguments":{"q":"{{args.a}}{{args.b}}"}}""", "1:132: 'q' must be the whole of one place, such as \"{{args.cluster}}\": a part of a text is not replaced")]
    [InlineData("""{"tool":"see","arguments":[]}""", "1:127: 'arguments' must be an object, not an array")]
    [InlineData("""{"tool":"pay"}""", "1:109: the gateway may only ask 'pay' if 'tools' names it exactly and allows it")]
    [InlineData("""{"tool":"lo*"}""", "1:109: the gateway may only ask 'lo*' if 'tools' names it exactly and allows it")]
    [InlineData("""{"tool":"look"}""", "1:109: the gateway may only ask 'look' if 'tools' names it exactly and allows it")]
    [InlineData("""{"tool":"see","args":{}}""", "1:115: unknown key 'args'; the keys here are 'tool', 'arguments'")]
    [InlineData("""{"tool":"see"},{"tool":"see"},{"tool":"see"},{"tool":"see"}""", "1:100: 'context' has 4 items; at most 3 are read")]
    public void What_cannot_be_asked_is_a_mistake_with_its_place(string context, string problem) =>
        Assert.Equal(["p.json:" + problem], PolicyText.Problems(Document(context)));

    [Fact]
    public void Of_several_questions_the_first_three_calls_are_made()
    {
        const string Two = """{"tool":"see","arguments":{"n":1}},{"tool":"see","arguments":{"n":2}}""";
        var policy = PolicyText.Read($$$"""
            {"version":"1","tools":{"see":{},"pay":{"action":"require_approval","approval":{"context":[{{{Two}}}]},
              "require_approval":[{"conditions":[{"path":"args.a","op":"exists","value":true}],"approval":{"context":[{{{Two}}}]}}]} } }
            """);

        Assert.Equal(3, ((Verdict.RequireApproval)policy.Evaluate("pay", """{"a":1}""")).Terms.Context.Length);
    }

    private static ImmutableArray<ContextCall> ContextOf(string context) =>
        ((Verdict.RequireApproval)PolicyText.Read(Document(context)).Evaluate("pay", null)).Terms.Context;

    private static string Document(string context) =>
        $$$"""{"version":"1","tools":{"see":{},"lo*":{},"pay":{"action":"require_approval","approval":{"context":[{{{context}}}]} } } }""";
}
