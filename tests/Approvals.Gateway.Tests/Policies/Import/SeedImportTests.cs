namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>The older dialect: rules with <c>action</c>, <c>rate_limit</c> and <c>reason</c>, of which the first that matches decides.</summary>
public sealed class SeedImportTests
{
    [Fact]
    public async Task Rules_of_tools_are_entries_of_tools()
    {
        var run = await ImportRun.DoneAsync(Sources.Seed);

        Assert.Empty(run.Said);
        run.Has("/", """
            {
              "version": "1",
              "default": "deny",
              "tools": {
                "create_access_key": {"rate_limit":{"max":30,"window":60}},
                "delete_cluster": {"action":"deny","reason":"Blocked by default: enable with approval"},
                "list_clusters": {}
              }
            }
            """);
    }

    [Fact]
    public async Task One_list_of_rules_is_read_as_well()
    {
        var run = await ImportRun.DoneAsync("""
            // JSON with comments is read too.
            {"rules":[
              {"tool":"get_secret","action":"deny","reason":"Not this one."},
              {"tool":"get_*","action":"allow","rate_limit":{"max":10,"window":3600}},
              {"action":"require_approval"},
            ]}
            """);

        run.Has("/default", "\"deny\"");
        run.Has("/tools", """
            {
              "get_secret": {"action":"deny","reason":"Not this one."},
              "get_*": {"rate_limit":{"max":10,"window":3600}},
              "*": {"action":"require_approval"}
            }
            """);
        Assert.Equal(["2:1: stricter: 'default' is missing; tools that no rule names are denied"], run.Said);
    }

    [Fact]
    public async Task What_a_rule_above_decides_stays_decided()
    {
        var run = await ImportRun.DoneAsync("""{"default":"deny","rules":[{"tool":"get_*","action":"deny"},{"tool":"get_all_*","action":"allow"},{"tool":"get_one","action":"allow"}]}""");

        run.Has("/tools", """{"get_one":{"action":"deny"},"get_all_*":{"action":"deny"},"get_*":{"action":"deny"}}""");
        Assert.Empty(run.Said);
    }

    [Fact]
    public async Task A_denial_below_an_allowance_holds()
    {
        var run = await ImportRun.DoneAsync("""
            default: deny
            rules:
              - {tool: "get_*", action: allow}
              - {tool: get_secret, action: deny}
              - {tool: "*_all", action: deny}
            """);

        run.Has("/tools", """{"get_secret":{"action":"deny"},"*_all":{"action":"deny"},"get_*":{}}""");
        Assert.Equal(
            [
                "4:5: stricter: holds for all of 'get_secret' here; in the source the rule in line 3 decides about some or all of it",
                "5:5: stricter: holds for all of '*_all' here; in the source the rule in line 3 decides about some or all of it",
            ],
            run.Said);
    }

    [Fact]
    public async Task A_pattern_that_shares_names_with_a_denial_above_it_is_denied()
    {
        var run = await ImportRun.DoneAsync("""
            default: deny
            rules:
              - {tool: "a*", action: deny}
              - {tool: "*_list", action: allow}
            """);

        run.Has("/tools", """{"*_list":{"action":"deny"},"a*":{"action":"deny"}}""");
        Assert.Equal(["3:5: stricter: holds for all of '*_list' here; in the source the rule in line 4 decides about some or all of it"], run.Said);
    }

    [Theory]
    [InlineData("{max: 100, window: 604800}", """{"rate_limit":{"max":14,"window":86400}}""", "a window is one day at most; the limit is 14 a day")]
    [InlineData("{max: 0, window: 60}", """{"action":"deny"}""", "a limit of no calls at all denies the tool")]
    public async Task A_limit_that_cannot_be_said_is_made_smaller(string rate, string entry, string said)
    {
        var run = await ImportRun.DoneAsync($"default: deny\ntools: {{pay: {{rules: [{{action: allow, rate_limit: {rate}}}]}}}}");

        run.Has("/tools/pay", entry);
        Assert.EndsWith($": stricter: {said}", Assert.Single(run.Said));
    }

    [Fact]
    public async Task Several_limits_hold_together()
    {
        var run = await ImportRun.DoneAsync("""
            default: deny
            tools:
              pay:
                rules:
                  - {action: allow, rate_limit: {max: 30, window: 60}}
                  - {action: allow, rate_limit: {max: 100, window: 3600}}
            """);

        run.Has("/tools/pay/limits", """[{"counter":"pay","window":"minute","max":30,"scope":"session"},{"counter":"pay_2","window":"hour","max":100,"scope":"session"}]""");
        Assert.Equal(["6:9: stricter: holds for all of 'pay' here; in the source the rule in line 5 decides about some or all of it"], run.Said);
    }

    [Fact]
    public async Task A_rule_that_says_more_than_is_understood_denies()
    {
        var run = await ImportRun.DoneAsync("default: deny\ntools: {pay: {rules: [{action: allow, only_on: monday}]}}");

        run.Has("/tools/pay", """{"action":"deny"}""");
        Assert.Equal(["2:39: stricter: the key 'only_on' cannot be carried over; 'pay' is denied"], run.Said);
    }

    [Theory]
    [InlineData("tools: {pay: {rules: [{action: maybe, reason: r}]}}", "1:32: 'action' must be allow, deny or require_approval, not 'maybe'")]
    [InlineData("tools: {pay: {rules: [{action: allow, rate_limit: {max: 3}}]}}", "1:51: 'rate_limit' needs 'max', a whole number of calls, and 'window', a whole number of seconds from 1")]
    [InlineData("tools: {pay: {rules: [{action: allow, rate_limit: {max: 3.5, window: 60}}]}}", "1:57: 'max' must be a whole number, not a number")]
    [InlineData("version: 2\nrules: []", "1:10: 'version' must be \"1\", not \"2\"")]
    public async Task What_makes_no_sense_is_not_imported(string text, string why) => Assert.Equal(why, await ImportRun.RefusalAsync(text));
}
