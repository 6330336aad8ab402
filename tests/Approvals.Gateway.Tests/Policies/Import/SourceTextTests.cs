using System.Globalization;
using System.Text;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>Files that mean two things, or grow when they are read.</summary>
public sealed class SourceTextTests
{
    [Theory]
    [InlineData("a: 1\nb: 2\na: 3", "3:1: duplicate key 'a'; it is first at line 1, column 1")]
    [InlineData("""{"a":1,"\u0061":2}""", "1:8: duplicate key 'a'; it is first at line 1, column 2")]
    [InlineData("a: !!binary aGk=", "1:4: tags (!...) are not read; write the plain value")]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x", "3:3: merge keys (<<) are not read; write the keys out")]
    [InlineData("a: *x", "1:4: the alias '*x' names nothing that is complete above it")]
    [InlineData("a: &x [*x]", "1:8: the alias '*x' names nothing that is complete above it")]
    [InlineData("a: 1\n---\nb: 2", "2:1: a second document begins here; a policy is one document")]
    [InlineData("", "1:1: the file is empty")]
    [InlineData("...\n...\n", "1:1: this is not YAML: there is no document in it")]
    [InlineData("- a", "1:1: the document must be a table of keys and values, not a list")]
    [InlineData("? [a]\n: b", "1:3: a key must be a plain text")]
    [InlineData("a: b: c", "1:5: this is not YAML: While scanning a plain scalar value, found invalid mapping.")]
    [InlineData("a: 1\0\nb: 2", "1:5: the control character U+0000 may not stand here; remove it")]
    [InlineData("""{"a":1} 2""", "1:9: this is not JSON: '2' is invalid after a single JSON value. Expected end of data.")]
    [InlineData("""{"a":"\uD800"}""", "1:6: the text has half a surrogate pair: a \\uD800 to \\uDFFF without its other half")]
    public void What_can_be_read_in_two_ways_is_refused(string text, string why) => Assert.Equal(why, Refusal(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("017")]
    [InlineData("0x1F")]
    [InlineData("0o17")]
    [InlineData("0b1")]
    [InlineData("1_000")]
    [InlineData("+5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData(".inf")]
    [InlineData(".NaN")]
    [InlineData("12:30:45")]
    [InlineData("2026-11-23")]
    public void Numbers_that_readers_of_YAML_disagree_on_are_refused(string value) => Assert.Equal(
        $"1:4: '{value}' is read as a number or a time by some and as a text by others; write a plain decimal number, or put it in quotes",
        Refusal(Encoding.UTF8.GetBytes($"a: {value}")));

    [Fact]
    public void Plain_values_are_what_YAML_1_2_says()
    {
        var root = SourceText.Read("\uFEFFn: -1.50e3\nt: yes\nb: True\nz: ~\nq: '017'\nv: 1.2.3\nf: {k: [1, x]}\nl: |\n  two\n  lines\n"u8);

        Assert.Equal(
            ["n -1.50e3", "t \"yes\"", "b true", "z nothing", "q \"017\"", "v \"1.2.3\"", "f {k: [1, \"x\"]}", "l \"two\nlines\n\""],
            root.Members.Select(member => $"{member.Key} {Shown(member.Value)}"));
    }

    [Fact]
    public void An_alias_stands_for_what_it_names()
    {
        var root = SourceText.Read("a: &x [1, 2]\nb: *x\n"u8);

        Assert.Equal("[1, 2]", Shown(root.Members[1].Value));
    }

    [Fact]
    public void Aliases_of_aliases_are_counted_before_they_grow()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 30; level++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        Assert.EndsWith("with its aliases written out, this has more than 100000 values", Refusal(Encoding.UTF8.GetBytes(bomb.ToString())));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("a: [")]
    [InlineData("a: {b: {")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: [# ]\n")]
    [InlineData("{\"a\":")]
    public async Task What_lies_too_deep_is_refused_before_it_is_slow(string piece)
    {
        var text = Encoding.UTF8.GetBytes("x: 1\ny: "[(piece[0] is '[' or '{' ? 8 : 0)..] + string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)));

        Assert.NotEqual("", await Task.Run(() => Refusal(text)).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_has_a_largest_size_and_one_encoding()
    {
        Assert.Equal("1:1: the file has 1048577 bytes; a policy has 1048576 at most", Refusal(new byte[SourceText.MostBytes + 1]));
        Assert.Equal("1:1: the file is not UTF-8; save it as UTF-8", Refusal([(byte)'a', 0xFF]));
    }

    private static string Refusal(byte[] bytes)
    {
        var unreadable = Assert.Throws<UnreadableException>(() => SourceText.Read(bytes));
        return $"{unreadable.At.Line}:{unreadable.At.Column}: {unreadable.Message}";
    }

    private static string Shown(SourceNode node) => node switch
    {
        SourceNode.Text text => $"\"{text.Value}\"",
        SourceNode.Number number => number.Digits,
        SourceNode.List list => $"[{string.Join(", ", list.Items.Select(Shown))}]",
        SourceNode.Table table => $"{{{string.Join(", ", table.Members.Select(member => $"{member.Key}: {Shown(member.Value)}"))}}}",
        _ => node.Kind,
    };
}
