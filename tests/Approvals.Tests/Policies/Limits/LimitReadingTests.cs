using System.Collections.Immutable;
using Approvals.Policies;
using Approvals.Policies.Limits;

namespace Approvals.Tests.Policies.Limits;

public sealed class LimitReadingTests
{
    [Theory]
    [InlineData("grant", typeof(LimitScope.Grant))]
    [InlineData("session", typeof(LimitScope.Session))]
    [InlineData("upstream", typeof(LimitScope.Upstream))]
    [InlineData("global", typeof(LimitScope.Everything))]
    [InlineData("args.customer.id", typeof(LimitScope.Argument))]
    public void Every_scope_is_read_and_written_alike(string word, Type scope)
    {
        var limit = Assert.Single(Limits($$"""{"counter":"c","window":1,"max":1,"scope":"{{word}}"}"""));

        Assert.IsType(scope, limit.Scope);
        Assert.Equal(word, limit.Scope.ToString());
    }

    [Theory]
    [InlineData("\"second\"", 1)]
    [InlineData("\"minute\"", 60)]
    [InlineData("\"hour\"", 3600)]
    [InlineData("\"day\"", 86400)]
    [InlineData("90", 90)]
    [InlineData("\"15m\"", 900)]
    [InlineData("\"1d\"", 86400)]
    public void Every_way_to_write_a_window_is_read(string window, int seconds)
    {
        var limits = Limits($$"""{"counter":"c","window":{{window}},"max":1,"amount":"args.tokens"}""");

        Assert.Equal(
            [new Limit("/tools/x/limits/0", "c", TimeSpan.FromSeconds(seconds), 1, new LimitScope.Grant(), ArgumentPath.Parse("args.tokens"))],
            limits);
    }

    [Fact]
    public void A_rate_limit_counts_a_session_and_shares_its_counter_with_nothing()
    {
        var policy = PolicyText.Read("""
            {"version":"1","tools":{
              "refund":{"limits":[{"counter":"c","window":1,"max":1}],"rate_limit":{"max":10,"window":60}},
              "pay/out":{"rate_limit":{"max":9,"window":"15m"}}}}
            """);

        Assert.Equal(
            [
                new Limit("/tools/refund/limits/0", "c", TimeSpan.FromSeconds(1), 1, new LimitScope.Grant()),
                new Limit("/tools/refund/rate_limit", "/tools/refund/rate_limit", TimeSpan.FromMinutes(1), 10, new LimitScope.Session()),
            ],
            Of(policy, "refund"));
        Assert.Equal(
            [new Limit("/tools/pay~1out/rate_limit", "/tools/pay~1out/rate_limit", TimeSpan.FromMinutes(15), 9, new LimitScope.Session())],
            Of(policy, "pay/out"));
        Assert.Equal(3, policy.Limits.Count);
    }

    [Fact]
    public void A_counter_that_an_entry_names_twice_is_charged_once() => Assert.Single(Limits(
        """{"counter":"c","window":60,"max":1,"scope":"args.a","amount":"args.b"},{"amount":"args.b","scope":"args.a","max":1,"window":"minute","counter":"c"}"""));

    private static ImmutableArray<Limit> Limits(string limits) =>
        Of(PolicyText.Read("""{"version":"1","tools":{"x":{"limits":[""" + $"{limits}]}}}}}}"), "x");

    private static ImmutableArray<Limit> Of(Policy policy, string tool) => Assert.IsType<Verdict.Allow>(policy.Evaluate(tool, """{"tokens":1,"b":1}""")).Limits;
}
