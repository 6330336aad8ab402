using System.Text.Json;
using Approvals.Policies.Conditions;
using Approvals.Policies.Limits;

namespace Approvals.Tests.Policies.Limits;

public sealed class ArgumentPathTests
{
    private const string Arguments = """{"a":{"b":[{"c":1},{"c":2}],"n":null},"é x":3}""";

    [Theory]
    [InlineData("args.a.b[0].c", "1")]
    [InlineData("args.a.b[1].c", "2")]
    [InlineData("args.a.b[1]", """{"c":2}""")]
    [InlineData("args.é x", "3")]
    public void A_path_finds_its_value(string path, string value) =>
        Assert.Equal(value, Find(path).Json.GetRawText());

    [Theory]
    [InlineData("args.z")]
    [InlineData("args.a.n")]
    [InlineData("args.a.n.x")]
    [InlineData("args.a.b[2]")]
    [InlineData("args.a.b.c")]
    [InlineData("args.a[0]")]
    [InlineData("args.a.b[0].c.d")]
    public void Where_nothing_is_nothing_is_found(string path) => Assert.True(Find(path).Kind is FoundKind.Missing or FoundKind.Odd);

    [Fact]
    public void A_call_without_arguments_has_none() => Assert.Equal(FoundKind.Missing, ArgumentPath.Parse("args.a")!.Find(default).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("args")]
    [InlineData("args.")]
    [InlineData("args..a")]
    [InlineData("args.a.")]
    [InlineData("args[0]")]
    [InlineData("args.a[")]
    [InlineData("args.a[]")]
    [InlineData("args.a[-1]")]
    [InlineData("args.a[x]")]
    [InlineData("args.a[99999999999]")]
    [InlineData("args.a]")]
    [InlineData("args.a[0]b")]
    [InlineData("arg.a")]
    [InlineData("Args.a")]
    [InlineData("tool.category")]
    public void What_is_no_path_is_not_read(string text) => Assert.Null(ArgumentPath.Parse(text));

    [Fact]
    public void A_path_has_two_hundred_characters_at_most()
    {
        var longest = "args." + new string('a', 195);

        Assert.Equal(longest, ArgumentPath.Parse(longest)!.Text);
        Assert.Null(ArgumentPath.Parse(longest + "a"));
    }

    [Fact]
    public void Paths_are_equal_by_their_text()
    {
        Assert.Equal(ArgumentPath.Parse("args.a[0]"), ArgumentPath.Parse("args.a[0]"));
        Assert.NotEqual(ArgumentPath.Parse("args.a"), ArgumentPath.Parse("args.A"));
    }

    private static Found Find(string path) => ArgumentPath.Parse(path)!.Find(JsonSerializer.Deserialize<JsonElement>(Arguments));
}
