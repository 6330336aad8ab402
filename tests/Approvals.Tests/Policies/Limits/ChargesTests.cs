using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Approvals.Policies;
using Approvals.Policies.Limits;
using CsCheck;

namespace Approvals.Tests.Policies.Limits;

public sealed class ChargesTests
{
    private const int Max = 1000;
    private static readonly Limit Calls = new("/tools/x/limits/0", "calls", TimeSpan.FromMinutes(1), 5, new LimitScope.Grant());

    private static readonly Limit Tokens =
        new("/tools/x/limits/1", "tokens", TimeSpan.FromMinutes(1), Max, new LimitScope.Grant(), ArgumentPath.Parse("args.tokens"));

    private static readonly Limit Customers =
        new("/tools/x/limits/2", "customers", TimeSpan.FromMinutes(1), Max, new LimitScope.Argument(ArgumentPath.Parse("args.customer")!));

    [Fact]
    public void Without_arguments_to_read_each_limit_takes_one_and_nothing_is_allocated()
    {
        ImmutableArray<Limit> limits = [Calls, Calls with { Counter = "d" }];
        var total = Total(limits);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var call = 0; call < 1000; call++)
        {
            total += Total(limits);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
        Assert.Equal(2002, total);
        var charges = Charges.Of(limits).ReadIn(default, out var refused);
        Assert.Null(refused);
        Assert.Equal([new Charge(limits[0], 1, null), new Charge(limits[1], 1, null)], [charges[0], charges[1]]);
        Assert.Equal((2, 0), (charges.Count, default(Charges).Count));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000", 1000)]
    [InlineData("7.000", 7)]
    public void An_amount_is_charged_to_the_limit_that_asks_for_it(string amount, long charged)
    {
        var charges = Of($$"""{"tokens":{{amount}} }""", out var reason, Calls, Tokens);

        Assert.Null(reason);
        Assert.Equal([new Charge(Calls, 1, null), new Charge(Tokens, charged, null)], charges);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.0")]
    public void A_call_that_takes_nothing_is_not_charged(string amount) =>
        Assert.Equal([new Charge(Calls, 1, null)], Of($$"""{"tokens":{{amount}} }""", out _, Calls, Tokens));

    [Theory]
    [InlineData("""{"tokens":1001}""", "it is larger")]
    [InlineData("""{"tokens":9223372036854775808}""", "it is larger")]
    [InlineData("""{"tokens":18446744073709551617}""", "it is larger")]
    [InlineData("""{"tokens":100000000000000000000000000000000000000000000000001}""", "it is larger")]
    [InlineData("""{"tokens":-1}""", "it is negative")]
    [InlineData("""{"tokens":-0}""", "it is negative")]
    [InlineData("""{"tokens":-99999999999999999999}""", "it is negative")]
    [InlineData("""{"tokens":1.5}""", "it is not written as a whole number")]
    [InlineData("""{"tokens":1.0000000000000000000000000000000000000001}""", "it is not written as a whole number")]
    [InlineData("""{"tokens":0.99999999999999999999999}""", "it is not written as a whole number")]
    [InlineData("""{"tokens":1e2}""", "it is not written as a whole number")]
    [InlineData("""{"tokens":1E-400}""", "it is not written as a whole number")]
    [InlineData("""{"tokens":"5"}""", "it is a text")]
    [InlineData("""{"tokens":true}""", "it is true or false")]
    [InlineData("""{"tokens":[5]}""", "it is an array")]
    [InlineData("""{"tokens":{}}""", "it is an object")]
    [InlineData("""{"tokens":null}""", "it is missing")]
    [InlineData("""{}""", "it is missing")]
    [InlineData("", "it is missing")]
    public void A_call_whose_amount_is_not_plain_is_refused_with_the_reason(string arguments, string because)
    {
        var charges = Of(arguments, out var reason, Calls, Tokens);

        Assert.Empty(charges);
        Assert.Equal($"/tools/x/limits/1: This call is charged by args.tokens, which must be a whole number from 0 to 1000, and {because}.", reason);
    }

    [Fact]
    public void Of_whole_numbers_exactly_those_up_to_the_max_are_charged() =>
        Gen.OneOf(Gen.Long[-3, Max + 3], Gen.Long).Sample(number =>
        {
            var charges = Of($$"""{"tokens":{{number}} }""", out var reason, Tokens);

            Assert.Equal(number is >= 0 and <= Max, reason is null);
            Assert.Equal(number is > 0 and <= Max ? [number] : [], charges.Select(charge => charge.Amount));
        });

    [Theory]
    [InlineData("7", "7.0", "\"7\"", "\" 07\"", "70e-1", "7.00000000000000000000000000000001")]
    [InlineData("0", "-0", "0.0", "-0.0", "\"00\"", "0e5")]
    [InlineData("9007199254740992", "9007199254740993", "9007199254740992.4")]
    [InlineData("1e400", "1e401")]
    [InlineData("null")]
    [InlineData("\"a\"", "\"\\u0061\"")]
    public void Values_that_an_upstream_may_read_alike_are_counted_together(params string[] values) =>
        Assert.Single(values.Select(KeyOf).Distinct());

    [Fact]
    public void Values_that_differ_are_counted_apart()
    {
        string[] values =
        [
            "\"a\"", "\"A\"", "\"\"", "1", "-1", "0", "1.5", "true", "false", "\"true\"", "null",
            "\"1000000000000000001\"", "\"1000000000000000002\"", "\"number 1\"", "1000000000000001",
        ];

        Assert.Equal(values.Length, values.Select(KeyOf).Distinct().Count());
    }

    [Fact]
    public void A_key_is_short_however_long_the_value_is_and_does_not_show_it()
    {
        var key = KeyOf($"\"{new string('x', 1_000_000)}\"");

        Assert.Matches("^[0-9a-f]{32}$", key);
        Assert.DoesNotContain("alice", KeyOf("\"alice\""));
        Assert.Equal("", KeyOf("null"));
    }

    [Theory]
    [InlineData("""{"customer":{}}""", "it is an object")]
    [InlineData("""{"customer":["a"]}""", "it is an array")]
    public void A_value_that_has_no_one_reading_refuses_the_call(string arguments, string because)
    {
        Assert.Empty(Of(arguments, out var reason, Customers));

        Assert.Equal($"/tools/x/limits/2: This call is counted by args.customer, which must be a text, a number, true or false, and {because}.", reason);
    }

    [Theory]
    [InlineData("""{"tokens":5,"customer":"a"}""", null)]
    [InlineData("""{"tokens":-1,"customer":"a"}""", "/tools/x/limits/0")]
    [InlineData("""{"tokens":-1,"customer":"a","safe":false}""", "/tools/x/deny_if/0")]
    [InlineData("""{"tokens":5,"customer":[]}""", "/tools/x/limits/1")]
    [InlineData("""{"Tokens":5,"customer":"a"}""", "/tools/x/limits/0")]
    [InlineData("""{"tokens":5,"TOKENS":6,"customer":"a"}""", "/tools/x/limits/0")]
    [InlineData("""{"tokens":5,"Customer":"a"}""", "/tools/x/limits/1")]
    [InlineData("""{"tokens":1,"customer":"a","ask":true}""", "/tools/x/require_approval/0")]
    public void A_policy_refuses_what_it_cannot_charge_after_its_denials_and_before_its_questions(string arguments, string? rule)
    {
        var policy = PolicyText.Read("""
            {"version":"1","tools":{"x":{
              "limits":[{"counter":"t","window":60,"max":9,"amount":"args.tokens"},{"counter":"c","window":60,"max":9,"scope":"args.customer"}],
              "deny_if":[{"conditions":[{"path":"args.safe","op":"eq","value":false}]}],
              "require_approval":[{"conditions":[{"path":"args.ask","op":"eq","value":true}]}]}}}
            """);

        var verdict = policy.Evaluate("x", arguments);

        Assert.Equal(rule ?? "/tools/x", verdict.Rule);
        Assert.Equal(verdict is not Verdict.Deny, rule is null or "/tools/x/require_approval/0");
        Assert.Equal(5, verdict is Verdict.Allow allowed ? allowed.Charges[0].Amount : 5);
        Assert.Equal(1, verdict is Verdict.RequireApproval asks ? asks.Charges[0].Amount : 1);
    }

    [Fact]
    public void A_verdict_whose_limits_read_no_arguments_is_made_beforehand()
    {
        var policy = PolicyText.Read("""{"version":"1","tools":{"x":{"limits":[{"counter":"c","window":60,"max":9}],"rate_limit":{"max":1,"window":1}}}}""");

        Assert.Same(policy.Evaluate("x"), policy.Evaluate("x", """{"tokens":7}"""));
        Assert.Equal(2, Assert.IsType<Verdict.Allow>(policy.Evaluate("x")).Charges.Count);
    }

    private static long Total(ImmutableArray<Limit> limits)
    {
        var charges = Charges.Of(limits).ReadIn(default, out _);
        var total = 0L;
        for (var at = 0; at < charges.Count; at++)
        {
            total += charges[at].Amount;
        }

        return total;
    }

    private static string KeyOf(string value)
    {
        var charge = Assert.Single(Of($$"""{"customer":{{value}} }""", out var reason, Customers));
        Assert.Null(reason);
        return charge.Key!;
    }

    private static IReadOnlyList<Charge> Of(string arguments, out string? reason, params ImmutableArray<Limit> limits)
    {
        using var document = arguments.Length == 0 ? null : JsonDocument.Parse(Encoding.UTF8.GetBytes(arguments));
        var charges = Charges.Of(limits).ReadIn(document?.RootElement ?? default, out var refused);
        reason = refused is null ? null : $"{refused.Rule}: {refused.Reason}";
        return [.. Enumerable.Range(0, charges.Count).Select(index => charges[index])];
    }
}
