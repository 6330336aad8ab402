namespace Approvals.Tests.Policies.Language;

/// <summary>Every mistake in a condition is answered at its place.</summary>
public sealed class ConditionProblemTests
{
    private const string Ops = "one of \"eq\", \"neq\", \"lt\", \"lte\", \"gt\", \"gte\", \"in\", \"not_in\", \"exists\", \"regex\", \"contains\"";
    private const string Paths = "'path' must be \"args.\" and a name such as \"args.amount\" or \"args.lines[0].price\", \"tool.annotations.\" and a name, "
        + "or one of \"tool.category\", \"tool.severity\", \"grant.name\", \"grant.owner\", \"time.weekday\", \"time.hour\"";
    private const string Numbers = "'value' must be a number of at most 100 characters, its exponent from -10000 to 10000";

    [Theory]
    [InlineData("""7""", "1: item 1 of 'conditions' must be an object, not 7")]
    [InlineData("""{}""", "1: 'path' is missing; add for example \"path\": \"args.amount\"", "1: 'op' is missing; add for example \"op\": \"gt\"", "1: 'value' is missing; add for example \"value\": 100")]
    [InlineData("""{"path":"args.a","op":"in"}""", "1: 'value' is missing; add for example \"value\": [\"a\", \"b\"]")]
    [InlineData("""{"path":"args.a","op":"eq","value":1,"if_mising":"match"}""", "38: unknown key 'if_mising'; did you mean 'if_missing'?")]
    [InlineData("""{"path":"args.a","op":"eq","value":1,"if_missing":"deny"}""", "51: 'if_missing' must be one of \"match\", not \"deny\"")]
    [InlineData("""{"path":"args.a","op":"exists","value":true,"if_missing":"match"}""", "58: 'if_missing' does nothing beside \"exists\", which asks just that; remove it")]
    [InlineData("""{"path":"args.a","op":"==","value":1}""", $"23: 'op' must be {Ops}, not \"==\"")]
    [InlineData("""{"path":"args.a","op":"GT","value":1}""", $"23: 'op' must be {Ops}, not \"GT\"")]
    [InlineData("""{"path":"amount","op":"eq","value":1}""", $"9: {Paths}, not \"amount\"")]
    [InlineData("""{"path":"args","op":"eq","value":1}""", $"9: {Paths}, not \"args\"")]
    [InlineData("""{"path":"args.","op":"eq","value":1}""", $"9: {Paths}, not \"args.\"")]
    [InlineData("""{"path":"args[0]","op":"eq","value":1}""", $"9: {Paths}, not \"args[0]\"")]
    [InlineData("""{"path":"args.a..b","op":"eq","value":1}""", $"9: {Paths}, not \"args.a..b\"")]
    [InlineData("""{"path":"args.a[-1]","op":"eq","value":1}""", $"9: {Paths}, not \"args.a[-1]\"")]
    [InlineData("""{"path":"args.a[99999999999]","op":"eq","value":1}""", $"9: {Paths}, not \"args.a[99999999999]\"")]
    [InlineData("""{"path":"args.a[0]b","op":"eq","value":1}""", $"9: {Paths}, not \"args.a[0]b\"")]
    [InlineData("""{"path":"args.a]","op":"eq","value":1}""", $"9: {Paths}, not \"args.a]\"")]
    [InlineData("""{"path":"tool.catgory","op":"eq","value":"Read"}""", $"9: {Paths}, not \"tool.catgory\"; did you mean \"tool.category\"?")]
    [InlineData("""{"path":"tool.annotations","op":"eq","value":1}""", $"9: {Paths}, not \"tool.annotations\"")]
    [InlineData("""{"path":7,"op":"eq","value":1}""", "9: 'path' must be a string of 1 to 200 characters, not a number")]
    [InlineData("""{"path":"args.a","op":"eq","value":null}""", "36: 'value' must be a string, a number, true or false, not null")]
    [InlineData("""{"path":"args.a","op":"eq","value":[1]}""", "36: 'value' must be a string, a number, true or false, not an array")]
    [InlineData("""{"path":"args.a","op":"gt","value":"100"}""", $"36: {Numbers}, not \"100\"")]
    [InlineData("""{"path":"args.a","op":"gt","value":1e10001}""", $"36: {Numbers}, not 1e10001")]
    [InlineData("""{"path":"args.a","op":"in","value":"a"}""", "36: 'value' must be an array, not \"a\"")]
    [InlineData("""{"path":"args.a","op":"in","value":[]}""", "36: 'value' is empty; name at least one value")]
    [InlineData("""{"path":"args.a","op":"in","value":["a",{}]}""", "41: item 2 of 'value' must be a string, a number, true or false, not an object")]
    [InlineData("""{"path":"args.a","op":"exists","value":1}""", "40: 'value' must be true or false, not 1")]
    [InlineData("""{"path":"args.a","op":"contains","value":[1]}""", "42: 'value' must be a string, a number, true or false, not an array")]
    [InlineData("""{"path":"args.a","op":"regex","value":1}""", "39: 'value' must be a string of 1 to 500 characters, not a number")]
    [InlineData("""{"path":"args.a","op":"regex","value":"a(b"}""", "39: 'value' is not a regular expression: InsufficientClosingParentheses at its character 4")]
    [InlineData("""{"path":"args.a","op":"regex","value":"(a)\\1"}""",
        "39: 'value' cannot be matched in linear time: it has a backreference, a look-around, an atomic group, a condition, or repeats too much; write it without")]
    [InlineData("""{"path":"args.a","op":"regex","value":"a(?=b)"}""",
        "39: 'value' cannot be matched in linear time: it has a backreference, a look-around, an atomic group, a condition, or repeats too much; write it without")]
    [InlineData("""{"path":"args.a","op":"regex","value":"((a{1000}){1000}){1000}"}""",
        "39: 'value' cannot be matched in linear time: it has a backreference, a look-around, an atomic group, a condition, or repeats too much; write it without")]
    [InlineData("""{"path":"tool.category","op":"eq","value":"Reed"}""",
        "43: \"tool.category\" is never \"Reed\"; it is one of \"Read\", \"Write\", \"Execute\", \"Destructive\", \"Financial\", \"Credential\"; did you mean \"Read\"?")]
    [InlineData("""{"path":"tool.severity","op":"in","value":["high","worst"]}""", "51: \"tool.severity\" is never \"worst\"; it is one of \"low\", \"medium\", \"high\", \"critical\"")]
    [InlineData("""{"path":"time.weekday","op":"eq","value":"Monday"}""",
        "42: \"time.weekday\" is never \"Monday\"; it is one of \"sunday\", \"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\"; did you mean \"monday\"?")]
    [InlineData("""{"path":"time.hour","op":"eq","value":24}""", "39: 'value' must be a whole number from 0 to 23, not 24")]
    [InlineData("""{"path":"time.hour","op":"in","value":[1,"2"]}""", "42: item 2 of 'value' must be a whole number from 0 to 23, not \"2\"")]
    [InlineData("""{"path":"time.hour","op":"regex","value":"1"}""", "26: \"time.hour\" is a number, which \"regex\" cannot be asked of")]
    [InlineData("""{"path":"grant.name","op":"gt","value":1}""", "27: \"grant.name\" is a text, which \"gt\" cannot be asked of")]
    [InlineData("""{"path":"grant.name","op":"eq","value":1}""", "40: 'value' must be a string of 1 to 1000 characters, not a number")]
    public void A_condition_is_checked(string condition, params string[] problems) => Assert.Equal(
        problems.Select(problem => "p.json:2:" + problem),
        PolicyText.Problems("""{"version":"1","tools":{"x":{"require":[{"conditions":[""" + $"\n{condition}]}}]}}}}}}"));

    [Theory]
    [InlineData("require", """{}""", "1: 'conditions' is missing; add for example \"conditions\": [{ \"path\": \"args.amount\", \"op\": \"gt\", \"value\": 100 }]")]
    [InlineData("deny_if", """{"conditions":[]}""", "15: 'conditions' is empty, so it would hold for every call; name at least one, or use 'action'")]
    [InlineData("deny_if", """{"conditions":{}}""", "15: 'conditions' must be an array, not an object")]
    [InlineData("deny_if", """{"conditions":[{"path":"args.a","op":"eq","value":1}],"on_deny":""}""", "65: 'on_deny' must be a string of 1 to 500 characters, not of 0")]
    [InlineData("deny_if", """{"conditions":[{"path":"args.a","op":"eq","value":1}],"reason":"x"}""", "55: unknown key 'reason'; the keys here are 'conditions', 'on_deny'")]
    [InlineData("require_approval", """{"conditions":[{"path":"args.a","op":"eq","value":1}],"on_deny":"x"}""", "55: unknown key 'on_deny'; the keys here are 'conditions', 'reason', 'approval'")]
    [InlineData("require_approval", """{"conditions":[{"path":"args.a","op":"eq","value":1}],"approval":{"quorum":0}}""", "76: 'quorum' must be a whole number from 1 to 20, not 0")]
    [InlineData("require_approval", """7""", "1: item 1 of 'require_approval' must be an object, not 7")]
    public void A_group_is_checked(string kind, string group, string problem) => Assert.Equal(
        ["p.json:2:" + problem],
        PolicyText.Problems($$$$"""{"version":"1","tools":{"x":{"{{{{kind}}}}":[{{{{"\n" + group}}}}]}}}"""));

    [Fact]
    public void Every_problem_of_a_group_is_found_at_once_in_every_table()
    {
        const string Wrong = """{"reqire":[],"deny_if":[{"conditions":[{"path":"arg.a","op":"is","value":1}]}]}""";
        var problems = PolicyText.Problems($$$$"""{"version":"1","tools":{"x*":{{{{Wrong}}}}},"categories":{"Read":{{{{Wrong}}}}},"resources":{"a":{{{{Wrong}}}}},"prompts":{"b?":{{{{Wrong}}}}},"all_tools":{{{{Wrong}}}}}""");

        Assert.Equal(15, problems.Length);
        Assert.Equal(5, problems.Count(problem => problem.EndsWith("unknown key 'reqire'; did you mean 'require'?", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lists_are_read_up_to_their_longest_and_no_further()
    {
        static string Many(int count, string item) => string.Join(',', Enumerable.Repeat(item, count));
        static string Document(int groups, int conditions, int values) =>
            $$$$"""{"version":"1","tools":{"x":{"deny_if":[{{{{Many(groups, $$"""{"conditions":[{{Many(conditions, $$"""{"path":"args.a","op":"in","value":[{{Many(values, "1")}}]}""")}}]}""")}}}}]}}}""";

        _ = PolicyText.Read(Document(100, 1, 1));
        _ = PolicyText.Read(Document(1, 50, 1));
        _ = PolicyText.Read(Document(1, 1, 1000));
        Assert.EndsWith("'deny_if' has 101 items; at most 100 are read", Assert.Single(PolicyText.Problems(Document(101, 1, 1))), StringComparison.Ordinal);
        Assert.EndsWith("'conditions' has 51 items; at most 50 are read", Assert.Single(PolicyText.Problems(Document(1, 51, 1))), StringComparison.Ordinal);
        Assert.EndsWith("'value' has 1001 items; at most 1000 are read", Assert.Single(PolicyText.Problems(Document(1, 1, 1001))), StringComparison.Ordinal);
    }
}
