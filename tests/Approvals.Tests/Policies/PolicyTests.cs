using System.Security.Cryptography;
using System.Text;
using Approvals.Policies;
using Approvals.Policies.Limits;

namespace Approvals.Tests.Policies;

public sealed class PolicyTests
{
    [Theory]
    [InlineData("", "(default deny)", "No rule allows 'x'.")]
    [InlineData(""", "default":"deny" """, "(default deny)", "No rule allows 'x'.")]
    [InlineData(""", "hide":["x"], "default":"allow" """, "(hidden)", "Tool 'x' is not available.")]
    [InlineData(""", "hide":["x"], "tools":{"x":{}} """, "(hidden)", "Tool 'x' is not available.")]
    [InlineData(""", "hide":["*"], "tools":{"x":{}} """, "(hidden)", "Tool 'x' is not available.")]
    [InlineData(""", "default":"allow", "tools":{"x":{"action":"deny"}} """, "/tools/x/action", "Tool 'x' is denied by policy.")]
    [InlineData(""", "tools":{"x":{"action":"deny","reason":"Ask Bob."}} """, "/tools/x/action", "Ask Bob.")]
    [InlineData(""", "tools":{"X":{},"x ":{},"х":{}} """, "(default deny)", "No rule allows 'x'.")]
    public void A_denial_names_the_first_rule_that_denies(string members, string rule, string reason) =>
        Assert.Equal(new Verdict.Deny(rule, reason), PolicyText.Read($$"""{"version":"1"{{members}}}""").Evaluate("x"));

    [Fact]
    public void A_listed_tool_is_allowed_with_its_limits()
    {
        var policy = PolicyText.Read("""{"version":"1","tools":{"x":{"limits":[{"counter":"c","window":"15m","max":7}]},"y":{"action":"allow"}}}""");

        var x = Assert.IsType<Verdict.Allow>(policy.Evaluate("x"));
        Assert.Equal("/tools/x", x.Rule);
        Assert.Equal([new Limit("/tools/x/limits/0", "c", TimeSpan.FromMinutes(15), 7, new LimitScope.Grant())], x.Limits);
        Assert.Empty(Assert.IsType<Verdict.Allow>(policy.Evaluate("y")).Limits);
    }

    [Fact]
    public void An_approval_has_the_terms_and_limits_of_its_entry()
    {
        var policy = PolicyText.Read("""
            {"version":"1","tools":{
              "x":{"action":"require_approval","reason":"Why.","limits":[{"counter":"c","window":1,"max":1}],"approval":{"reviewers":["sre","bob","sre"],"expires":"10s"}},
              "y":{"action":"require_approval"}}}
            """);

        var x = Assert.IsType<Verdict.RequireApproval>(policy.Evaluate("x"));
        Assert.Equal(("/tools/x/action", "Why."), (x.Rule, x.Reason));
        Assert.Equal(Terms.Of(["sre", "bob"], 1, TimeSpan.FromSeconds(10)), x.Terms);
        Assert.Equal("c", Assert.Single(x.Limits).Counter);
        var y = Assert.IsType<Verdict.RequireApproval>(policy.Evaluate("y"));
        Assert.Equal("Tool 'y' needs a person's approval.", y.Reason);
        Assert.Equal(Terms.Of([], 1, TimeSpan.FromMinutes(30)), y.Terms);
    }

    [Fact]
    public void The_default_covers_only_what_is_not_listed()
    {
        var allowing = PolicyText.Read("""{"version":"1","default":"allow","tools":{"x":{"action":"deny"}}}""");
        var asking = PolicyText.Read("""{"version":"1","default":"require_approval","tools":{"x":{}}}""");

        Assert.IsType<Verdict.Deny>(allowing.Evaluate("x"));
        Assert.Equal("(default allow)", Assert.IsType<Verdict.Allow>(allowing.Evaluate("y")).Rule);
        Assert.IsType<Verdict.Allow>(asking.Evaluate("x"));
        var asked = Assert.IsType<Verdict.RequireApproval>(asking.Evaluate("y"));
        Assert.Equal(("(default require_approval)", Terms.Default), (asked.Rule, asked.Terms));
    }

    [Fact]
    public void Only_hidden_tools_are_left_out_of_the_list()
    {
        var some = PolicyText.Read("""{"version":"1","hide":["x"],"tools":{"y":{"action":"deny"}}}""");
        var all = PolicyText.Read("""{"version":"1","hide":["*"],"tools":{"y":{}}}""");

        Assert.True(some.Hides("x"));
        Assert.False(some.Hides("X"));
        Assert.False(some.Hides("y"));
        Assert.False(some.Hides("*"));
        Assert.True(all.Hides("y"));
    }

    [Fact]
    public void A_grant_without_a_policy_is_denied_everything()
    {
        var policy = Policy.DenyAll("ecs");

        Assert.Equal("(no policy)", Assert.IsType<Verdict.Deny>(policy.Evaluate("x")).Rule);
        Assert.False(policy.Hides("x"));
        Assert.Empty(policy.Limits);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([]))[..16], policy.Version);
    }

    [Fact]
    public void A_rule_names_the_tool_as_a_json_pointer_does() =>
        Assert.Equal("/tools/a~1b~0c", PolicyText.Read("""{"version":"1","tools":{"a/b~c":{}}}""").Evaluate("a/b~c").Rule);

    [Theory]
    [InlineData("dеlete\u200b\u001b[2J", @"No rule allows 'd\u0435lete\u200B\u001B[2J'.")]
    [InlineData("\U0001F600", @"No rule allows '\uD83D\uDE00'.")]
    public void A_name_from_an_agent_is_repeated_only_in_printable_form(string tool, string reason) =>
        Assert.Equal(new Verdict.Deny("(default deny)", reason), PolicyText.Read("""{"version":"1"}""").Evaluate(tool));

    [Fact]
    public void A_long_name_from_an_agent_is_cut_and_says_so()
    {
        var policy = PolicyText.Read("""{"version":"1"}""");

        Assert.Equal($"No rule allows '{new string('a', 128)}'.", ((Verdict.Deny)policy.Evaluate(new string('a', 128))).Reason);
        Assert.Equal(
            $"No rule allows '{new string('a', 128)}... (cut: 128 of 100000 characters shown)'.",
            ((Verdict.Deny)policy.Evaluate(new string('a', 100_000))).Reason);
    }

    [Fact]
    public void A_shared_counter_is_one_limit_of_the_policy_and_charged_once_a_call()
    {
        var policy = PolicyText.Read("""
            {"version":"1","tools":{
              "x":{"limits":[{"counter":"c","window":"minute","max":1},{"counter":"c","window":60,"max":1}]},
              "y":{"limits":[{"counter":"c","window":"60s","max":1},{"counter":"d","window":"1d","max":1000000000}]}}}
            """);

        Assert.Equal(["/tools/x/limits/0", "/tools/y/limits/1"], policy.Limits.Select(limit => limit.Rule));
        Assert.Single(((Verdict.Allow)policy.Evaluate("x")).Limits);
        Assert.Equal(["/tools/y/limits/0", "/tools/y/limits/1"], ((Verdict.Allow)policy.Evaluate("y")).Limits.Select(limit => limit.Rule));
    }

    [Theory]
    [InlineData("\"second\"", 1)]
    [InlineData("\"minute\"", 60)]
    [InlineData("\"hour\"", 3600)]
    [InlineData("\"day\"", 86400)]
    [InlineData("1", 1)]
    [InlineData("86400", 86400)]
    [InlineData("\"90s\"", 90)]
    [InlineData("\"15m\"", 900)]
    [InlineData("\"2h\"", 7200)]
    [InlineData("\"1d\"", 86400)]
    public void A_window_is_a_word_or_seconds_or_a_duration(string window, int seconds)
    {
        var policy = PolicyText.Read($$$$"""{"version":"1","tools":{"x":{"limits":[{"counter":"c","window":{{{{window}}}},"max":1}]}}}""");

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(policy.Limits).Window);
    }

    [Fact]
    public void A_version_is_the_hash_of_the_bytes()
    {
        var json = """{"version":"1"}""";

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16], PolicyText.Read(json).Version);
        Assert.NotEqual(PolicyText.Read(json).Version, PolicyText.Read(json + "\n").Version);
    }

    [Fact]
    public void A_verdict_on_a_listed_tool_costs_no_memory()
    {
        var policy = PolicyText.Read("""{"version":"1","default":"allow","tools":{"x":{"limits":[{"counter":"c","window":1,"max":1}]}}}""");
        _ = (policy.Evaluate("x"), policy.Evaluate("y"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        _ = policy.Evaluate("x");
        _ = policy.Evaluate("y");

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Equal_terms_are_equal_by_what_they_say()
    {
        Assert.Equal(Terms.Of(["a", "b"], 1, TimeSpan.FromHours(1)), Terms.Of(["a", "b"], 1, TimeSpan.FromHours(1)));
        Assert.Equal(Terms.Of(["a", "b"], 1, default).GetHashCode(), Terms.Of(["a", "b"], 1, default).GetHashCode());
        Assert.NotEqual(Terms.Of(["a", "b"], 1, default), Terms.Of(["b", "a"], 1, default));
        Assert.NotEqual(Terms.Of(["a"], 1, default), Terms.Of(["a"], 2, default));
        Assert.NotEqual(Terms.Of(["a"], 1, default), Terms.Of(["a"], 1, TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed() =>
        Assert.Equal("/tools/x", PolicyText.Read("\uFEFF// a\n{ /* b */ \"version\": \"1\", \"tools\": { \"x\": {}, }, }\n// c").Evaluate("x").Rule);
}
