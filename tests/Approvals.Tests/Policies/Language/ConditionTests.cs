using System.Text.Json;
using Approvals.Policies;

namespace Approvals.Tests.Policies.Language;

/// <summary>What each operator says of each kind of value, seen through the three kinds of groups.</summary>
public sealed class ConditionTests
{
    /// <summary>yes: it is met. no: it is not. wrong: it cannot be read, so everything turns against the call.</summary>
    [Theory]
    // eq, neq
    [InlineData("eq", "\"EUR\"", "\"EUR\"", "yes")]
    [InlineData("eq", "\"EUR\"", "\"E\\u0055R\"", "yes")]
    [InlineData("eq", "\"EUR\"", "\"eur\"", "no")]
    [InlineData("eq", "\"\"", "\"\"", "yes")]
    [InlineData("eq", "\"é\"", "\"e\\u0301\"", "no")]
    [InlineData("eq", "\"1\"", "1", "wrong")]
    [InlineData("eq", "1", "\"1\"", "wrong")]
    [InlineData("eq", "1", "1.0", "yes")]
    [InlineData("eq", "0", "-0", "yes")]
    [InlineData("eq", "true", "true", "yes")]
    [InlineData("eq", "true", "false", "no")]
    [InlineData("eq", "true", "\"true\"", "wrong")]
    [InlineData("eq", "true", "1", "wrong")]
    [InlineData("eq", "\"a\"", "null", "wrong")]
    [InlineData("eq", "\"a\"", "[\"a\"]", "wrong")]
    [InlineData("eq", "\"a\"", "{}", "wrong")]
    [InlineData("neq", "\"EUR\"", "\"USD\"", "yes")]
    [InlineData("neq", "\"EUR\"", "\"EUR\"", "no")]
    [InlineData("neq", "\"EUR\"", "1", "wrong")]
    [InlineData("neq", "\"EUR\"", "null", "wrong")]
    // lt, lte, gt, gte
    [InlineData("gt", "10000", "10000.01", "yes")]
    [InlineData("gt", "10000", "10000", "no")]
    [InlineData("gt", "10000", "\"1e9\"", "wrong")]
    [InlineData("gt", "10000", "[10001]", "wrong")]
    [InlineData("gt", "10000", "null", "wrong")]
    [InlineData("gt", "10000", "true", "wrong")]
    [InlineData("gt", "9007199254740992", "9007199254740993", "yes")]
    [InlineData("gt", "10000", "1e400", "yes")]
    [InlineData("gt", "10000", "1e999999999999999999999999999999", "yes")]
    [InlineData("lt", "0", "-1e-999999999999999999999999999999", "yes")]
    [InlineData("lt", "0.1", "0.09999999999999999999999999999999", "yes")]
    [InlineData("gte", "5", "5", "yes")]
    [InlineData("gte", "5", "4.999", "no")]
    [InlineData("lte", "5", "5.0", "yes")]
    [InlineData("lte", "5", "5.1", "no")]
    [InlineData("lt", "5", "5", "no")]
    // in, not_in
    [InlineData("in", "[\"a\",\"b\",3]", "\"b\"", "yes")]
    [InlineData("in", "[\"a\",\"b\",3]", "3.0", "yes")]
    [InlineData("in", "[\"a\",\"b\",3]", "\"c\"", "no")]
    [InlineData("in", "[\"a\",\"b\"]", "3", "wrong")]
    [InlineData("in", "[\"a\",\"b\"]", "[\"a\"]", "wrong")]
    [InlineData("not_in", "[\"a\",\"b\"]", "\"c\"", "yes")]
    [InlineData("not_in", "[\"a\",\"b\"]", "\"a\"", "no")]
    [InlineData("not_in", "[\"a\",\"b\"]", "3", "wrong")]
    // exists
    [InlineData("exists", "true", "0", "yes")]
    [InlineData("exists", "true", "\"\"", "yes")]
    [InlineData("exists", "true", "{}", "yes")]
    [InlineData("exists", "true", "null", "wrong")]
    [InlineData("exists", "false", "false", "no")]
    [InlineData("exists", "false", "null", "wrong")]
    // regex
    [InlineData("regex", "\"^prod-[0-9]+$\"", "\"prod-17\"", "yes")]
    [InlineData("regex", "\"^prod-[0-9]+$\"", "\"pr\\u006fd-17\"", "yes")]
    [InlineData("regex", "\"^prod-[0-9]+$\"", "\"xprod-17\"", "no")]
    [InlineData("regex", "\"prod\"", "\"my-prod-db\"", "yes")]
    [InlineData("regex", "\"(?i)^PROD$\"", "\"prod\"", "yes")]
    [InlineData("regex", "\"é\"", "\"caf\\u00e9\"", "yes")]
    [InlineData("regex", "\"é\"", "\"café\"", "yes")]
    [InlineData("regex", "\"^$\"", "\"\"", "yes")]
    [InlineData("regex", "\"1\"", "1", "wrong")]
    [InlineData("regex", "\"a\"", "[\"a\"]", "wrong")]
    // contains
    [InlineData("contains", "\"rm -rf\"", "\"sudo rm -rf /\"", "yes")]
    [InlineData("contains", "\"rm -rf\"", "\"sudo r\\u006d -rf /\"", "yes")]
    [InlineData("contains", "\"rm -rf\"", "\"RM -RF\"", "no")]
    [InlineData("contains", "\"admin\"", "[\"user\",\"admin\"]", "yes")]
    [InlineData("contains", "\"admin\"", "[\"user\"]", "no")]
    [InlineData("contains", "\"admin\"", "[]", "no")]
    [InlineData("contains", "\"admin\"", "[\"user\",1]", "wrong")]
    [InlineData("contains", "\"admin\"", "[1,\"admin\"]", "yes")]
    [InlineData("contains", "\"admin\"", "{\"admin\":1}", "wrong")]
    [InlineData("contains", "7", "[1,7.0]", "yes")]
    [InlineData("contains", "7", "\"7\"", "wrong")]
    [InlineData("contains", "true", "[false]", "no")]
    public void An_operator_says_yes_or_no_or_that_the_type_is_wrong(string op, string value, string argument, string expected)
    {
        var (required, denied, asked) = Judged($$"""{"path":"args.x","op":"{{op}}","value":{{value}}}""", $$"""{"x":{{argument}}}""");

        Assert.Equal(expected == "yes", required);
        Assert.Equal(expected != "no", denied);
        Assert.Equal(expected != "no", asked);
    }

    [Theory]
    [InlineData("eq", "1")]
    [InlineData("neq", "1")]
    [InlineData("gt", "1")]
    [InlineData("lte", "1")]
    [InlineData("in", "[1]")]
    [InlineData("not_in", "[1]")]
    [InlineData("regex", "\"a\"")]
    [InlineData("contains", "\"a\"")]
    public void What_is_missing_meets_nothing_unless_the_policy_says_so(string op, string value)
    {
        foreach (var arguments in new[] { null, "{}", """{"y":1}""" })
        {
            Assert.Equal((false, false, false), Judged($$"""{"path":"args.x","op":"{{op}}","value":{{value}}}""", arguments));
            Assert.Equal((true, true, true), Judged($$"""{"path":"args.x","op":"{{op}}","value":{{value}},"if_missing":"match"}""", arguments));
        }
    }

    [Fact]
    public void Whether_something_is_there_can_be_asked_both_ways()
    {
        Assert.Equal((false, false, false), Judged("""{"path":"args.x","op":"exists","value":true}""", "{}"));
        Assert.Equal((true, true, true), Judged("""{"path":"args.x","op":"exists","value":false}""", "{}"));
        Assert.Equal((true, true, true), Judged("""{"path":"args.x","op":"exists","value":false}""", null));
    }

    [Theory]
    [InlineData("args.a.b", """{"a":{"b":1}}""", "yes")]
    [InlineData("args.a.b[1].c", """{"a":{"b":[0,{"c":1}]}}""", "yes")]
    [InlineData("args.a[0][1]", """{"a":[[0,1]]}""", "yes")]
    [InlineData("args.a.b", """{"a.b":1}""", "missing")]
    [InlineData("args.a.b", """{"a":"{\"b\":1}"}""", "wrong")]
    [InlineData("args.a.b", """{"a":[1]}""", "wrong")]
    [InlineData("args.a.b", """{"a":null}""", "wrong")]
    [InlineData("args.a.b", """{"a":{}}""", "missing")]
    [InlineData("args.a[1]", """{"a":[1]}""", "missing")]
    [InlineData("args.a[0]", """{"a":{"0":1}}""", "wrong")]
    [InlineData("args.a[2147483647]", """{"a":[1]}""", "missing")]
    [InlineData("args.__proto__", """{"__proto__":1}""", "yes")]
    [InlineData("args.$ref", """{"$ref":1}""", "yes")]
    [InlineData("args.é", """{"\u00e9":1}""", "yes")]
    [InlineData("args.a b", """{"a b":1}""", "yes")]
    public void A_path_leads_through_objects_and_arrays_and_through_nothing_else(string path, string arguments, string expected)
    {
        var (required, denied, _) = Judged($$"""{"path":"{{path}}","op":"eq","value":1}""", arguments);

        Assert.Equal(expected == "yes", required);
        Assert.Equal(expected is "yes" or "wrong", denied);
    }

    [Theory]
    [InlineData("tool.category", "\"Destructive\"", true)]
    [InlineData("tool.category", "\"Read\"", false)]
    [InlineData("tool.severity", "\"high\"", true)]
    [InlineData("tool.annotations.destructiveHint", "true", true)]
    [InlineData("tool.annotations.x.y", "1", true)]
    [InlineData("tool.annotations.readOnlyHint", "false", false)]
    [InlineData("grant.name", "\"alice-laptop\"", true)]
    [InlineData("grant.owner", "\"alice@example.com\"", true)]
    [InlineData("grant.owner", "\"ALICE@example.com\"", false)]
    [InlineData("time.weekday", "\"monday\"", true)]
    [InlineData("time.weekday", "\"sunday\"", false)]
    [InlineData("time.hour", "23", true)]
    [InlineData("time.hour", "0", false)]
    public void Conditions_look_at_what_is_known_around_the_call(string path, string value, bool met)
    {
        // In Berlin it is Tuesday already.
        using var annotations = JsonDocument.Parse("""{"destructiveHint":true,"x":{"y":1}}""");
        var facts = new Facts("alice-laptop", "alice@example.com", new DateTimeOffset(2026, 11, 24, 0, 59, 59, TimeSpan.FromHours(1)))
        {
            Annotations = annotations.RootElement,
            Category = "Destructive",
            Severity = "high",
        };

        var policy = PolicyText.Read($$$$"""{"version":"1","tools":{"t":{"require":[{"conditions":[{"path":"{{{{path}}}}","op":"eq","value":{{{{value}}}}}]}]}}}""");

        Assert.Equal(met, policy.EvaluateStored("t", null, facts) is Verdict.Allow);
        Assert.Equal(path.StartsWith("tool.", StringComparison.Ordinal), policy.NeedsTool);
    }

    [Theory]
    [InlineData("tool.category", "\"Destructive\"")]
    [InlineData("tool.severity", "\"low\"")]
    [InlineData("tool.annotations.readOnlyHint", "true")]
    [InlineData("grant.name", "\"x\"")]
    [InlineData("grant.owner", "\"x\"")]
    public void What_nobody_knows_is_missing(string path, string value)
    {
        var policy = PolicyText.Read($$$$"""
            {"version":"1","tools":{
              "required":{"require":[{"conditions":[{"path":"{{{{path}}}}","op":"eq","value":{{{{value}}}}}]}]},
              "denied":{"deny_if":[{"conditions":[{"path":"{{{{path}}}}","op":"eq","value":{{{{value}}}}}]}]},
              "matched":{"deny_if":[{"conditions":[{"path":"{{{{path}}}}","op":"eq","value":{{{{value}}}},"if_missing":"match"}]}]}}}
            """);

        Assert.IsType<Verdict.Deny>(policy.EvaluateStored("required", null, default));
        Assert.IsType<Verdict.Allow>(policy.EvaluateStored("denied", null, default));
        Assert.IsType<Verdict.Deny>(policy.EvaluateStored("matched", null, default));
    }

    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", true, true)]
    [InlineData("""{"a":1,"b":"y"}""", false, false)]
    [InlineData("""{"a":1}""", false, false)]
    [InlineData("""{"a":"1","b":"x"}""", false, true)]
    [InlineData("""{"a":"1","b":"y"}""", false, false)]
    [InlineData("""{"a":"1"}""", false, false)]
    public void All_conditions_of_a_group_must_be_met(string arguments, bool holds, bool fires)
    {
        const string Two = """[{"conditions":[{"path":"args.a","op":"eq","value":1},{"path":"args.b","op":"eq","value":"x"}]}]""";
        var policy = PolicyText.Read($$$$"""{"version":"1","tools":{"r":{"require":{{{{Two}}}}},"d":{"deny_if":{{{{Two}}}}},"q":{"require_approval":{{{{Two}}}}}}}""");

        Assert.Equal(holds, policy.Evaluate("r", arguments) is Verdict.Allow);
        Assert.Equal(fires, policy.Evaluate("d", arguments) is Verdict.Deny);
        Assert.Equal(fires, policy.Evaluate("q", arguments) is Verdict.RequireApproval);
    }

    private static (bool Required, bool Denied, bool Asked) Judged(string condition, string? arguments)
    {
        var policy = PolicyText.Read($$$$"""
            {"version":"1","tools":{
              "r":{"require":[{"conditions":[{{{{condition}}}}]}]},
              "d":{"deny_if":[{"conditions":[{{{{condition}}}}]}]},
              "q":{"require_approval":[{"conditions":[{{{{condition}}}}]}]}}}
            """);
        return (
            policy.Evaluate("r", arguments) is Verdict.Allow { Rule: "/tools/r" },
            policy.Evaluate("d", arguments) is Verdict.Deny { Rule: "/tools/d/deny_if/0" },
            policy.Evaluate("q", arguments) is Verdict.RequireApproval { Rule: "/tools/q/require_approval/0" });
    }
}
