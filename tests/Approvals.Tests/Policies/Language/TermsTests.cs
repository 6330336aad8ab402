using Approvals.Policies;

namespace Approvals.Tests.Policies.Language;

/// <summary>Who is asked, when several rules ask at once.</summary>
public sealed class TermsTests
{
    private static readonly Policy Policy = PolicyText.Read("""
        {"version":"1","inputs":"allow","tools":{
          "pay":{
            "approval":{"reviewers":["desk"],"expires":"20m"},
            "require_approval":[
              {"conditions":[{"path":"args.amount","op":"gt","value":100}],"reason":"Large.","approval":{"reviewers":["finance"],"quorum":2,"expires":"15m","hold":"20s","allow_self":true}},
              {"conditions":[{"path":"args.abroad","op":"eq","value":true}],"reason":"Abroad.","approval":{"reviewers":["legal"],"expires":"1h","hold":"30s","require_reason":true,"allow_self":true}},
              {"conditions":[{"path":"args.odd","op":"eq","value":true}]}]},
          "always":{"action":"require_approval","reason":"Always.","inputs":"review","approval":{"reviewers":["sre"]},
            "require_approval":[
              {"conditions":[{"path":"args.prod","op":"eq","value":true}],"reason":"Production."},
              {"conditions":[{"path":"args.all","op":"eq","value":true}],"reason":"Everything.","approval":{"reviewers":["sre"]}}]}}}
        """);

    [Fact]
    public void One_group_asks_on_its_own_terms()
    {
        var large = Asks("pay", """{"amount":101}""");

        Assert.Equal(("/tools/pay/require_approval/0", "Large."), (large.Rule, large.Reason));
        Assert.Equal(new Terms([new Panel(["finance"], 2)], TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(20), RequireReason: false, AllowSelf: true), large.Terms);
        Assert.Equal(MoreInput.Allow, large.Inputs);
        Assert.IsType<Verdict.Allow>(Policy.Evaluate("pay", """{"amount":100}"""));
    }

    [Fact]
    public void A_group_without_terms_asks_on_those_of_its_entry() =>
        Assert.Equal(Terms.Of(["desk"], 1, TimeSpan.FromMinutes(20)), Asks("pay", """{"odd":true}""").Terms);

    [Fact]
    public void Several_groups_ask_every_panel_and_for_the_shortest_time()
    {
        var both = Asks("pay", """{"amount":101,"abroad":true}""");

        Assert.Equal(("/tools/pay/require_approval/0", "Large. Abroad."), (both.Rule, both.Reason));
        Assert.Equal(
            new Terms([new Panel(["finance"], 2), new Panel(["legal"], 1)], TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(20), RequireReason: true, AllowSelf: true),
            both.Terms);
        Assert.False(Asks("pay", """{"amount":101,"odd":true}""").Terms.AllowSelf);
        Assert.Equal(3, Asks("pay", """{"amount":101,"abroad":true,"odd":true}""").Terms.Panels.Length);
    }

    [Fact]
    public void An_action_asks_first_and_equal_panels_are_one()
    {
        var all = Asks("always", """{"prod":true,"all":true}""");

        Assert.Equal(("/tools/always/action", "Always. Production. Everything."), (all.Rule, all.Reason));
        Assert.Equal([new Panel(["sre"], 1)], all.Terms.Panels);
        Assert.Equal(MoreInput.Review, all.Inputs);
        Assert.Equal("Always.", Asks("always", null).Reason);
    }

    [Fact]
    public void Joined_terms_do_not_depend_on_the_order_but_for_that_of_the_panels()
    {
        var a = new Terms([new Panel(["x"], 1)], TimeSpan.FromHours(1), Hold: null, RequireReason: true, AllowSelf: true);
        var b = new Terms([new Panel(["y"], 2)], TimeSpan.FromHours(2), TimeSpan.FromSeconds(5), RequireReason: false, AllowSelf: false);

        var expected = new Terms([new Panel(["x"], 1), new Panel(["y"], 2)], TimeSpan.FromHours(1), TimeSpan.FromSeconds(5), RequireReason: true, AllowSelf: false);
        Assert.Equal(expected, a.And(b));
        Assert.Equal(expected with { Panels = [new Panel(["y"], 2), new Panel(["x"], 1)] }, b.And(a));
        Assert.Equal(a, a.And(a));
        Assert.Equal(a.GetHashCode(), a.And(a).GetHashCode());
        Assert.NotEqual(a, a with { Hold = TimeSpan.Zero });
        Assert.Equal("high", (a with { Risk = "high" }).And(b).Risk);
        Assert.Equal("critical", (b with { Risk = "low" }).And(a with { Risk = "critical" }).Risk);
        Assert.NotEqual(a, a with { Risk = "low" });
    }

    [Fact]
    public void Whom_one_rule_asks_at_once_no_other_rule_makes_wait()
    {
        var late = Terms.Of(["sre", "finance", "leads"], 1, TimeSpan.FromHours(1)) with { Escalate = ["finance", "leads"] };
        var atOnce = Terms.Of(["finance"], 1, TimeSpan.FromHours(1));

        Assert.Equal(["leads"], late.And(atOnce).Escalate);
        Assert.Equal(["leads"], atOnce.And(late).Escalate);
        Assert.Null((late with { Escalate = ["finance"] }).And(atOnce).Escalate);
        Assert.Equal(late, late.And(late));
    }

    private static Verdict.RequireApproval Asks(string tool, string? arguments) => Assert.IsType<Verdict.RequireApproval>(Policy.Evaluate(tool, arguments));
}
