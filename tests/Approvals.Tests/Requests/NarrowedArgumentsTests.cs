using Approvals.Policies.Narrowed;
using Approvals.Requests.Narrowed;

namespace Approvals.Tests.Requests;

public class NarrowedArgumentsTests
{
    private static readonly NarrowRule Amount = new("args.amount", NarrowDirection.Lower);
    private static readonly NarrowRule Floor = new("args.floor", NarrowDirection.Higher);
    private static readonly NarrowRule Ids = new("args.ids", NarrowDirection.Fewer);
    private static readonly NarrowRule Deep = new("args.lines[1].count", NarrowDirection.Lower);

    [Theory]
    [InlineData("""{"amount":100}""", "args.amount", "50", """{"amount":50}""")]
    [InlineData("""{"amount":100}""", "args.amount", "0", """{"amount":0}""")]
    [InlineData("""{"amount":100.50}""", "args.amount", "100.49", """{"amount":100.49}""")]
    [InlineData("""{"amount":-5}""", "args.amount", "-6", """{"amount":-6}""")]
    [InlineData("""{"amount":100000000000000000000000001}""", "args.amount", "100000000000000000000000000", """{"amount":100000000000000000000000000}""")]
    [InlineData("""{"floor":1}""", "args.floor", "2", """{"floor":2}""")]
    [InlineData("""{"floor":-2}""", "args.floor", "0", """{"floor":0}""")]
    [InlineData("""{"ids":[1,2,3]}""", "args.ids", "[1,3]", """{"ids":[1,3]}""")]
    [InlineData("""{"ids":["a","a"]}""", "args.ids", "[\"a\"]", """{"ids":["a"]}""")]
    [InlineData("""{"lines":[{"count":9},{"x":1,"count":7,"y":2},3]}""", "args.lines[1].count", "6", """{"lines":[{"count":9},{"x":1,"count":6,"y":2},3]}""")]
    public void Less_is_let_through(string arguments, string path, string json, string expected) =>
        Assert.Equal(expected, Apply(arguments, out _, new ArgumentEdit(path, json)));

    [Theory]
    [InlineData("""{"amount":100}""", "args.amount", "100", "can only become lower")]
    [InlineData("""{"amount":100}""", "args.amount", "1e3", "can only become lower")]
    [InlineData("""{"amount":100}""", "args.amount", "-1", "must not cross zero")]
    [InlineData("""{"amount":0}""", "args.amount", "-1", "must not cross zero")]
    [InlineData("""{"amount":100}""", "args.amount", "99.5", "must stay a whole number")]
    [InlineData("""{"amount":100}""", "args.amount", "1e1", "must stay a whole number")]
    [InlineData("""{"amount":100}""", "args.amount", "\"50\"", "must stay a number")]
    [InlineData("""{"amount":100}""", "args.amount", "50,\"to\":\"eve\"", "must stay a number")]
    [InlineData("""{"amount":100}""", "args.amount", "null", "must stay a number")]
    [InlineData("""{"amount":"100"}""", "args.amount", "50", "has no number at args.amount")]
    [InlineData("""{}""", "args.amount", "50", "has no number at args.amount")]
    [InlineData(null, "args.amount", "50", "Nothing was changed")]
    [InlineData("""{"floor":5}""", "args.floor", "4", "can only become higher")]
    [InlineData("""{"floor":-5}""", "args.floor", "1", "must not cross zero")]
    [InlineData("""{"ids":[1,2,3]}""", "args.ids", "[]", "must keep at least one")]
    [InlineData("""{"ids":[1,2,3]}""", "args.ids", "[1,2,3]", "can only become shorter")]
    [InlineData("""{"ids":[1,2,3]}""", "args.ids", "[3,1]", "can only lose items")]
    [InlineData("""{"ids":[1,2,3]}""", "args.ids", "[4]", "can only lose items")]
    [InlineData("""{"ids":[1,2,3]}""", "args.ids", "[1,1]", "can only lose items")]
    [InlineData("""{"ids":[{"a":1},{"a":2}]}""", "args.ids", """[{"a":1,"b":2}]""", "can only lose items")]
    [InlineData("""{"to":"bob","amount":1}""", "args.to", "\"eve\"", "does not let people narrow args.to")]
    public void Whatever_is_not_less_is_refused(string? arguments, string path, string json, string words)
    {
        Assert.Null(Apply(arguments, out var problem, new ArgumentEdit(path, json)));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_narrowed_keeps_its_text_byte_for_byte()
    {
        const string Arguments = """{ "n":1.10, "t":"Gr\u00fc\u00dfe é \/" ,"a\u006dount":123456789012345678901234567890, "z":{"amount": 1e400} }""";

        Assert.Equal(
            """{"n":1.10,"t":"Gr\u00fc\u00dfe é \/","a\u006dount":7,"z":{"amount": 1e400}}""",
            Apply(Arguments, out _, new ArgumentEdit("args.amount", "7")));
    }

    [Fact]
    public void Several_changes_are_each_less_than_what_those_before_left()
    {
        Assert.Equal(
            """{"amount":5,"ids":[2]}""",
            Apply("""{"amount":10,"ids":[1,2]}""", out _, new ArgumentEdit("args.amount", "5"), new ArgumentEdit("args.ids", "[2]")));
        Assert.Null(Apply("""{"amount":10}""", out var problem, new ArgumentEdit("args.amount", "5"), new ArgumentEdit("args.amount", "8")));
        Assert.Contains("can only become lower", problem, StringComparison.Ordinal);
        Assert.Null(Apply("""{"amount":10}""", out problem));
        Assert.Contains("Nothing was changed", problem, StringComparison.Ordinal);
    }

    private static string? Apply(string? arguments, out string? problem, params ArgumentEdit[] edits) =>
        NarrowedArguments.Apply(arguments, [Amount, Floor, Ids, Deep], edits, out problem);
}
