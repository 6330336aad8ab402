using Approvals.Policies;

namespace Approvals.Tests.Policies.Language;

/// <summary>Which entry judges, and in which order its parts are tried.</summary>
public sealed class EntryTests
{
    private static readonly Facts Destructive = PolicyText.Facts with { Category = "Destructive" };

    private static readonly Policy Tables = PolicyText.Read("""
        {"version":"1","default":"allow","hide":["secret_*","exactly"],
         "categories":{"Destructive":{"action":"require_approval","reason":"It destroys."},"Read":{}},
         "tools":{
           "delete_user":{},
           "delete_*":{"action":"deny","reason":"Deletes are done by people."},
           "*_user":{"action":"require_approval"},
           "*":{"action":"deny"},
           "a?":{}, "a*":{"action":"deny"}},
         "resources":{"file:///srv/*":{},"file:///srv/keys":{"action":"deny"}},
         "prompts":{"review":{"action":"require_approval"}}}
        """);

    [Theory]
    [InlineData("delete_user", "/tools/delete_user")]
    [InlineData("delete_all", "/tools/delete_*/action")]
    [InlineData("delete_super_user", "/tools/delete_*/action")]
    [InlineData("make_user", "/tools/*_user/action")]
    [InlineData("Delete_all", "/tools/*/action")]
    [InlineData("ab", "/tools/a?")]
    [InlineData("abc", "/tools/a*/action")]
    [InlineData("secret_key", "(hidden)")]
    [InlineData("exactly", "(hidden)")]
    public void An_exact_name_beats_a_glob_and_a_longer_glob_a_shorter(string tool, string rule)
    {
        Assert.Equal(rule, Tables.Evaluate(tool).Rule);
        Assert.Equal(rule == "(hidden)", Tables.Hides(tool));
    }

    [Theory]
    [InlineData("Destructive", "/categories/Destructive/action")]
    [InlineData("Read", "/categories/Read")]
    [InlineData("Write", "(default deny)")]
    [InlineData("destructive", "(default deny)")]
    [InlineData(null, "/categories/Destructive/action")]
    public void A_category_beats_the_default_and_an_unclassified_tool_is_destructive(string? category, string rule)
    {
        var policy = PolicyText.Read("""
            {"version":"1","categories":{"Destructive":{"action":"require_approval","reason":"It destroys."},"Read":{}},
             "tools":{"x":{}, "y*":{"action":"deny"}}}
            """);
        var facts = PolicyText.Facts with { Category = category };

        Assert.Equal(rule, policy.EvaluateStored("other", null, facts).Rule);
        Assert.Equal("/tools/x", policy.EvaluateStored("x", null, facts).Rule);
        Assert.Equal("/tools/y*/action", policy.EvaluateStored("yes", null, facts).Rule);
        Assert.True(policy.NeedsTool);
    }

    [Fact]
    public void A_category_gives_its_reason()
    {
        var policy = PolicyText.Read("""{"version":"1","categories":{"Destructive":{"action":"deny"},"Write":{"action":"deny","reason":"No writing."}}}""");

        Assert.Equal("A tool of category 'Destructive' is denied by policy.", Assert.IsType<Verdict.Deny>(policy.EvaluateStored("x", null, Destructive)).Reason);
        Assert.Equal("No writing.", Assert.IsType<Verdict.Deny>(policy.EvaluateStored("x", null, Destructive with { Category = "Write" })).Reason);
    }

    [Theory]
    [InlineData("file:///srv/a", "/resources/file:~1~1~1srv~1*")]
    [InlineData("file:///srv/keys", "/resources/file:~1~1~1srv~1keys/action")]
    [InlineData("file:///etc/passwd", "(default allow)")]
    [InlineData("file:///srv/../etc/passwd", "(unclear uri)")]
    [InlineData("file:///srv/%2E%2e/etc/passwd", "(unclear uri)")]
    [InlineData("file:///srv/..%2fetc/passwd", "(unclear uri)")]
    [InlineData(@"file:///srv/..\etc\passwd", "(unclear uri)")]
    [InlineData("file:///srv/.", "(unclear uri)")]
    [InlineData("file:///srv/..", "(unclear uri)")]
    [InlineData("file:///srv/...", "/resources/file:~1~1~1srv~1*")]
    [InlineData("file:///srv/.hidden", "/resources/file:~1~1~1srv~1*")]
    [InlineData("file:///srv/a..b", "/resources/file:~1~1~1srv~1*")]
    [InlineData("file:///srv/a?x=..", "/resources/file:~1~1~1srv~1*")]
    public void Resources_are_judged_by_their_uri_and_cannot_climb_out_of_a_glob(string uri, string rule) =>
        Assert.Equal(rule, Tables.Evaluate(Use.OfResource(uri), Destructive).Rule);

    [Fact]
    public void Prompts_and_resources_meet_their_own_tables_and_the_same_default()
    {
        Assert.Equal("/prompts/review/action", Tables.Evaluate(Use.OfPrompt("review"), Destructive).Rule);
        Assert.Equal("(default allow)", Tables.Evaluate(Use.OfPrompt("delete_user"), Destructive).Rule);
        Assert.Equal("(default allow)", Tables.Evaluate(Use.OfPrompt("exactly"), Destructive).Rule);
        Assert.Equal("/tools/*/action", Tables.Evaluate(Use.OfTool("review"), Destructive).Rule);
    }

    [Fact]
    public void Everything_is_hidden_by_a_star() =>
        Assert.True(PolicyText.Read("""{"version":"1","hide":["*"]}""") is var all && all.Hides("x") && all.Evaluate("x").Rule == "(hidden)");

    // Each argument switches one part on; the first that is on decides.
    [Theory]
    [InlineData("""{"all_required":1,"required":1}""", "allow", "/tools/x")]
    [InlineData("""{"required":1}""", "deny", "/all_tools/require/0")]
    [InlineData("""{}""", "deny", "/all_tools/require/0")]
    [InlineData("""{"all_required":1}""", "deny", "/tools/x/require/1")]
    [InlineData("""{"all_required":1,"all_denied":1}""", "deny", "/tools/x/require/1")]
    [InlineData("""{"all_required":1,"required":1,"denied":1,"all_denied":1}""", "deny", "/all_tools/deny_if/0")]
    [InlineData("""{"all_required":1,"required":1,"denied":1,"asked":1}""", "deny", "/tools/x/deny_if/0")]
    [InlineData("""{"all_required":1,"required":1,"also_denied":1,"denied":1}""", "deny", "/tools/x/deny_if/0")]
    [InlineData("""{"all_required":1,"required":1,"also_denied":1}""", "deny", "/tools/x/deny_if/1")]
    [InlineData("""{"all_required":1,"required":1,"asked":1,"all_asked":1}""", "ask", "/all_tools/require_approval/0")]
    [InlineData("""{"all_required":1,"required":1,"asked":1}""", "ask", "/tools/x/require_approval/0")]
    public void The_first_denial_wins_and_questions_come_last(string arguments, string expected, string rule)
    {
        static string On(string name) => $$"""{"conditions":[{"path":"args.{{name}}","op":"exists","value":true} ]}""";
        var policy = PolicyText.Read($$$$"""
            {"version":"1",
             "all_tools":{"require":[{{{{On("all_required")}}}}],"deny_if":[{{{{On("all_denied")}}}}],"require_approval":[{{{{On("all_asked")}}}}]},
             "tools":{"x":{
               "require_approval":[{{{{On("asked")}}}}],
               "deny_if":[{{{{On("denied")}}}},{{{{On("also_denied")}}}}],
               "require":[{"conditions":[{"path":"time.hour","op":"eq","value":10}]},{{{{On("required")}}}}]}}}
            """);

        var verdict = policy.Evaluate("x", arguments);

        Assert.Equal((expected, rule), (verdict switch { Verdict.Allow => "allow", Verdict.Deny => "deny", _ => "ask" }, verdict.Rule));
    }

    [Fact]
    public void What_is_said_for_all_tools_holds_for_what_nothing_names_and_not_for_what_is_denied_anyway()
    {
        const string Night = """{"deny_if":[{"conditions":[{"path":"time.hour","op":"lt","value":6}],"on_deny":"Not at night."}]}""";
        var night = PolicyText.Facts with { Now = new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero) };
        var allowing = PolicyText.Read($$$$"""{"version":"1","default":"allow","all_tools":{{{{Night}}}},"tools":{"no":{"action":"deny"}},"categories":{"Read":{}}}""");

        Assert.Equal(new Verdict.Deny("/all_tools/deny_if/0", "Not at night."), allowing.EvaluateStored("else", null, night));
        Assert.Equal("/all_tools/deny_if/0", allowing.EvaluateStored("else", null, night with { Category = "Read" }).Rule);
        Assert.Equal("/tools/no/action", allowing.EvaluateStored("no", null, night).Rule);
        Assert.Equal("(default allow)", allowing.Evaluate(Use.OfPrompt("p"), night).Rule);
        Assert.Equal("(default allow)", allowing.EvaluateStored("else", null, PolicyText.Facts).Rule);
    }

    [Fact]
    public void Limits_of_all_tools_and_of_the_entry_are_charged_together_and_a_shared_counter_once()
    {
        var policy = PolicyText.Read("""
            {"version":"1","default":"allow",
             "all_tools":{"limits":[{"counter":"all","window":"minute","max":120}]},
             "tools":{"x":{"limits":[{"counter":"x","window":"minute","max":1},{"counter":"all","window":"minute","max":120}]}}}
            """);

        Assert.Equal(["all", "x"], ((Verdict.Allow)policy.Evaluate("x")).Limits.Select(limit => limit.Counter));
        Assert.Equal(["all"], ((Verdict.Allow)policy.Evaluate("y")).Limits.Select(limit => limit.Counter));
        Assert.Equal(["all", "x"], policy.Limits.Select(limit => limit.Counter));
        Assert.Empty(((Verdict.Allow)policy.Evaluate(Use.OfResource("y"), PolicyText.Facts)).Limits);
    }

    [Fact]
    public void Reasons_are_the_documents_own_or_plain_words()
    {
        var policy = PolicyText.Read("""
            {"version":"1","tools":{
              "own":{"require":[{"conditions":[{"path":"args.reason","op":"exists","value":true}],"on_deny":"Say why."}]},
              "r":{"require":[{"conditions":[{"path":"args.reason","op":"exists","value":true}]}]},
              "d":{"deny_if":[{"conditions":[{"path":"args.reason","op":"exists","value":false}]}]},
              "q*":{"require_approval":[{"conditions":[{"path":"args.reason","op":"exists","value":false}]}]}},
             "all_tools":{"deny_if":[{"conditions":[{"path":"args.never","op":"exists","value":true}]}]}}
            """);

        Assert.Equal("Say why.", ((Verdict.Deny)policy.Evaluate("own")).Reason);
        Assert.Equal("Tool 'r' is called without what the policy requires.", ((Verdict.Deny)policy.Evaluate("r")).Reason);
        Assert.Equal("Tool 'd' is denied by policy for a call like this.", ((Verdict.Deny)policy.Evaluate("d")).Reason);
        Assert.Equal("A tool like 'q*' needs a person's approval.", ((Verdict.RequireApproval)policy.Evaluate("q1")).Reason);
        Assert.Equal("This tool is denied by policy for a call like this.", ((Verdict.Deny)policy.Evaluate("d", """{"never":1}""")).Reason);
    }

    [Theory]
    [InlineData("", PolicyMode.Enforce)]
    [InlineData(""", "mode":"enforce" """, PolicyMode.Enforce)]
    [InlineData(""", "mode":"shadow" """, PolicyMode.Shadow)]
    public void A_mode_changes_no_verdict(string mode, PolicyMode expected)
    {
        var policy = PolicyText.Read($$"""{"version":"1"{{mode}}}""");

        Assert.Equal(expected, policy.Mode);
        Assert.Equal("(default deny)", policy.Evaluate("x").Rule);
    }

    [Fact]
    public void A_policy_without_a_rule_about_the_tool_needs_nothing_of_it()
    {
        Assert.False(PolicyText.Read("""{"version":"1","tools":{"x":{"deny_if":[{"conditions":[{"path":"args.a","op":"eq","value":1}]}]}}}""").NeedsTool);
        Assert.True(PolicyText.Read("""{"version":"1","all_tools":{"deny_if":[{"conditions":[{"path":"tool.severity","op":"eq","value":"high"}]}]}}""").NeedsTool);
        Assert.True(PolicyText.Read("""{"version":"1","prompts":{"x":{"require":[{"conditions":[{"path":"tool.annotations.a","op":"eq","value":1}]}]}}}""").NeedsTool);
    }
}
