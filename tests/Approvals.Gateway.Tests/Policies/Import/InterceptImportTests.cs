namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>Intercept's YAML, in the shapes of its reference (https://github.com/PolicyLayer/Intercept/blob/main/POLICY.md).</summary>
public sealed class InterceptImportTests
{
    [Fact]
    public async Task A_shop_s_policy_is_carried_over_whole()
    {
        var run = await ImportRun.DoneAsync(Sources.Shop);

        Assert.Equal(Sources.ShopImported, run.Output);
        Assert.Equal(
            [
                "3:10: stricter: resources and prompts are denied by the default as well, which Intercept lets through",
                "23:18: left out: a limit has no text of its own; agents read which limit it is, and when to come back",
                "48:21: stricter: windows slide here: no interval as long as the window sees more than the limit, where Intercept begins anew each minute, hour or day",
                "48:21: stricter: limits are counted for all grants of the upstream together, as Intercept counts; give a limit the scope \"grant\" to count each by itself",
                "48:21: stricter: a call that its upstream answers with an error counts here, and did not there",
            ],
            run.Said);
    }

    [Fact]
    public async Task Without_a_default_everything_else_is_allowed_as_it_was()
    {
        var run = await ImportRun.DoneAsync("version: \"1\"\ntools:\n  read_file:\n    rules: []\n");

        run.Has("/default", "\"allow\"");
        run.Has("/tools", """{"read_file":{}}""");
        Assert.Empty(run.Said);
    }

    [Theory]
    [InlineData("lte", "10", "", 10)]
    [InlineData("lt", "10", "", 9)]
    [InlineData("lte", "10.9", "", 10)]
    [InlineData("lt", "10.9", "", 9)]
    [InlineData("lte", "10", "increment: 3", 3)]
    [InlineData("lte", "10", "increment: -3", 10)]
    [InlineData("lte", "1e30", "", 1_000_000_000)]
    public async Task A_counter_with_its_condition_is_a_limit(string op, string most, string increment, int max)
    {
        var run = await ImportRun.DoneAsync(Sources.OneRule($"conditions: [{{path: state.pay.daily, op: {op}, value: {most}}}]", $"state: {{counter: daily, window: day, {increment}}}"));

        run.Has("/tools/pay", $$"""{"limits":[{"counter":"pay.daily","window":"day","max":{{max}},"scope":"upstream"}]}""");
    }

    [Theory]
    [InlineData("conditions: [{path: state.pay.daily, op: lt, value: 1}]", "its limit lets no call pass")]
    [InlineData("conditions: [{path: state.pay.daily, op: gt, value: 1}]", "'gt' on a counter cannot be said here: only lt and lte with a number can")]
    [InlineData("conditions: [{path: state.refund.daily, op: lt, value: 5}]", "'state.refund.daily' is not a counter of its own")]
    [InlineData("conditions: [{path: session.user, op: eq, value: bob}]", "the path 'session.user' cannot be written here")]
    [InlineData("conditions: [{path: 'args.lines[0]', op: eq, value: 1}]", "the path 'args.lines[0]' cannot be written here")]
    [InlineData("conditions: [{path: args.a, op: like, value: 1}]", "'like' cannot be written with a number here")]
    [InlineData("conditions: [{path: args.a, op: eq, value: {b: 1}}]", "'eq' cannot be written with a table here")]
    [InlineData("conditions: [{path: args.a, op: eq, value: null}]", "'eq' without a value means nothing here")]
    [InlineData("conditions: [{path: args.a, op: not_in, value: [1, '1']}]", "'not_in' cannot be written with a list here")]
    [InlineData("conditions: [{path: args.a, op: exists, value: yes}]", "'exists' cannot be written with a text here")]
    [InlineData("conditions: [{path: args.a, op: regex, value: '\\bDROP\\b'}]", "the regular expression cannot be written so that it surely means the same here")]
    [InlineData("on_deny: 'No.'", "it has no conditions, which Intercept refuses")]
    public async Task A_rule_that_cannot_be_said_denies_its_tool(string rule, string why)
    {
        var run = await ImportRun.DoneAsync(Sources.OneRule(rule, "state: {counter: daily, window: day}"));

        Assert.Equal("deny", run.Policy["tools"]!["pay"]!["action"]!.GetValue<string>());
        Assert.Contains($"6:9: stricter: 'pay' is denied, since the rule 'one' cannot be carried over: {why}", run.Said);
    }

    [Fact]
    public async Task A_question_whose_conditions_cannot_be_said_is_always_asked()
    {
        var run = await ImportRun.DoneAsync(Sources.OneRule("action: require_approval", "conditions: [{path: args.sql, op: regex, value: '(?i)\\bdrop\\b'}]"));

        run.Has("/tools/pay", """{"action":"require_approval"}""");
        Assert.Equal(
            ["6:9: stricter: a person is asked about every call of 'pay', whatever the conditions of the rule 'one' say: the regular expression cannot be written so that it surely means the same here"],
            run.Said);
    }

    [Theory]
    [InlineData("30m", "30m")]
    [InlineData("1h30m", "90m")]
    [InlineData("1.5h", "90m")]
    [InlineData("48h", "2d")]
    [InlineData("90s", "90s")]
    [InlineData("1ms", "10s")]
    [InlineData("10000h", "7d")]
    public async Task A_question_stands_as_long_as_it_did(string timeout, string expires)
    {
        var run = await ImportRun.DoneAsync(Sources.OneRule("action: require_approval", $"approval_timeout: {timeout}"));

        run.Has("/tools/pay/approval", $$"""{"expires":"{{expires}}"}""");
    }

    [Fact]
    public async Task Rules_for_every_tool_hold_for_every_tool()
    {
        var run = await ImportRun.DoneAsync("""
            version: 1
            approvals: {default_timeout: 5m, notify: {webhook: {url: "https://example.com"}}}
            tools:
              ship: {rules: [{name: one, action: require_approval, approval_timeout: 2h}]}
              pay: {rules: []}
              "*":
                rules:
                  - {name: ask, action: require_approval, on_deny: Somebody looks at all of it.}
                  - {name: dry, conditions: [{path: args.dry_run, op: exists, value: true}], on_deny: Say whether it is a rehearsal.}
            """);

        run.Has("/all_tools", """{"require":[{"conditions":[{"path":"args.dry_run","op":"exists","value":true}],"on_deny":"Say whether it is a rehearsal."}]}""");
        run.Has("/tools", """
            {
              "pay": {"action":"require_approval","reason":"Somebody looks at all of it.","approval":{"expires":"5m"}},
              "ship": {"action":"require_approval","approval":{"expires":"5m"}},
              "*": {"action":"require_approval","reason":"Somebody looks at all of it.","approval":{"expires":"5m"}}
            }
            """);
        Assert.Equal(["2:34: left out: 'notify' of 'approvals' is set in the gateway's configuration, not in a policy"], run.Said);
    }

    [Fact]
    public async Task With_a_default_of_deny_rules_for_every_tool_admit_none()
    {
        var run = await ImportRun.DoneAsync("version: '1'\ndefault: deny\ntools:\n  pay: {rules: []}\n  '*': {rules: [{name: n, action: require_approval}]}\n");

        run.Has("/default", "\"deny\"");
        run.Has("/tools", """{"pay":{"action":"require_approval"}}""");
    }

    [Fact]
    public async Task Names_with_stars_were_names_and_are_denied_as_patterns()
    {
        var run = await ImportRun.DoneAsync("version: '1'\nhide: [del*]\ntools:\n  get_*: {rules: []}\n");

        run.Has("/hide", """["del*"]""");
        run.Has("/tools", """{"get_*":{"action":"deny"}}""");
        Assert.Equal(
            [
                "2:8: stricter: 'del*' is a pattern here and was a name there; every tool that it matches is hidden",
                "4:3: stricter: 'get_*' is a pattern here and was a name there; every tool that it matches is denied",
            ],
            run.Said);
    }

    [Fact]
    public async Task What_the_language_has_no_room_for_is_not_let_through()
    {
        var wide = await ImportRun.DoneAsync(Sources.OneRule($"conditions: [{{path: args.a, op: regex, value: '^({new string('x', 600)})$'}}]"));
        var many = string.Concat(Enumerable.Range(0, 101).Select(number => $"      - {{name: r{number}, conditions: [{{path: args.a{number}, op: eq, value: 1}}]}}\n"));

        Assert.Equal("deny", wide.Policy["tools"]!["pay"]!["action"]!.GetValue<string>());
        Assert.StartsWith("6:9: stricter: 'pay' is denied, since the rule 'one' cannot be carried over: 'value' must be a string of 1 to 500 characters", Assert.Single(wide.Said));
        Assert.Equal(
            "1:1: what comes of it is not a policy: 'require' has 101 items; at most 100 are read",
            await ImportRun.RefusalAsync($"version: '1'\ntools:\n  pay:\n    rules:\n{many}"));
    }

    [Fact]
    public async Task Counters_have_names_that_the_gateway_takes()
    {
        var run = await ImportRun.DoneAsync($"version: '1'\ntools:\n  /a: {{rules: [{{name: n, rate_limit: 1/day}}, {{name: m, rate_limit: 2/day}}]}}\n  {new string('b', 256)}: {{rules: [{{name: n, rate_limit: 3/day}}]}}\n");

        Assert.Equal(
            ["_/a.per_day", "_/a.per_day_2", new string('b', 96)],
            run.Policy["tools"]!.AsObject().SelectMany(tool => tool.Value!["limits"]!.AsArray()).Select(limit => limit!["counter"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("version: '2'", "1:10: 'version' must be \"1\", not \"2\"")]
    [InlineData("version: '1'\ndefault: ask\nhide: [a]", "2:10: 'default' must be allow or deny, not 'ask'")]
    [InlineData("version: '1'\ntools: {a: {rules: [{name: n, action: block}]}}", "2:39: 'action' must be evaluate, deny or require_approval, not 'block'")]
    [InlineData("version: '1'\ntools: {a: {rules: [{name: n, rate_limit: 5/week}]}}", "2:43: 'rate_limit' must be a count from 1 and minute, hour or day, such as 5/hour, not '5/week'")]
    [InlineData("version: '1'\ntools: {a: {rules: [{name: n, rate_limit: 0/day}]}}", "2:43: 'rate_limit' must be a count from 1 and minute, hour or day, such as 5/hour, not '0/day'")]
    [InlineData("version: '1'\ntools: {a: {rules: {name: n}}}", "2:20: 'rules' must be a list, not a table")]
    [InlineData("version: '1'\ntools: {'': {rules: []}}", "2:9: a tool's name has 1 to 256 characters, not 0")]
    public async Task What_Intercept_would_not_load_is_not_imported(string text, string why) =>
        Assert.Equal(why, await ImportRun.RefusalAsync(text, "--from", "intercept"));
}
