using System.Text.Json;
using Approvals.Policies;

namespace Approvals.Tests.Policies.Language;

public sealed class ExplanationTests
{
    private static readonly Policy Policy = PolicyText.Read("""
        {"version":"1","hide":["gone"],
         "categories":{"Read":{}},
         "tools":{
          "refund":{
            "limits":[{"counter":"refunds","window":"minute","max":10}],
            "require":[{"conditions":[{"path":"args.reason","op":"exists","value":true}],"on_deny":"Say why."}],
            "deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":10000},{"path":"args.currency","op":"in","value":["EUR","USD"]}]}],
            "require_approval":[{"conditions":[{"path":"args.amount","op":"gt","value":100}]},{"conditions":[{"path":"args.note","op":"regex","value":"vip"}]}]},
          "re*":{"action":"deny"}, "*nd":{}}}
        """);

    [Fact]
    public void Every_step_is_told_in_order_with_what_was_compared() => Assert.Equal(
        [
            "no  /hide: 'refund' is not hidden",
            "yes /tools/refund: the exact name",
            "yes /tools/refund: allows, if nothing denies or asks",
            "yes /tools/refund/require/0/conditions/0: args.reason is \"broken\"; wanted: exists",
            "yes /tools/refund/require/0: holds",
            "no  /tools/refund/deny_if/0/conditions/0: args.amount is 900; wanted: gt 10000",
            "no  /tools/refund/deny_if/0: does not fire",
            "yes /tools/refund/limits/0: counts this call under 'refunds'",
            "yes /tools/refund/require_approval/0/conditions/0: args.amount is 900; wanted: gt 100",
            "yes /tools/refund/require_approval/0: fires",
            "no  /tools/refund/require_approval/1/conditions/0: args.note is missing; wanted: regex \"vip\" (missing, so not met)",
            "no  /tools/refund/require_approval/1: does not fire",
        ],
        Told("refund", """{"amount":900,"reason":"broken"}"""));

    [Fact]
    public void What_is_not_needed_for_the_verdict_is_not_tried() => Assert.Equal(
        [
            "no  /tools/refund/require/0/conditions/0: args.reason is null; wanted: exists (another type, so suspicious)",
            "no  /tools/refund/require/0: does not hold",
        ],
        Told("refund", """{"reason":null}""").Skip(3));

    [Fact]
    public void Globs_are_tried_from_the_one_that_says_most() => Assert.Equal(
        [
            "no  /hide: 'round' is not hidden",
            "no  /tools: no exact name 'round'",
            "yes /tools/*nd: 'round' fits the glob",
            "yes /tools/*nd: allows, if nothing denies or asks",
        ],
        Told("round", "{}"));

    [Fact]
    public void What_nothing_names_goes_by_category_and_then_by_default()
    {
        Assert.Equal(
            [
                "no  /categories: the tool's category is not known, so Destructive",
                "yes (default deny): denies",
            ],
            Told("x", "{}").Skip(4));
        Assert.Equal(["yes /hide: 'gone' is hidden"], Told("gone", "{}"));
    }

    [Fact]
    public void A_wrong_spelling_is_told_too() =>
        Assert.Equal("yes /tools/refund/deny_if/0/conditions/0: the argument 'AMOUNT' is 'amount' but for its case", Told("refund", """{"AMOUNT":1}""")[^1]);

    [Fact]
    public void Hostile_texts_are_told_in_printable_characters_and_cut()
    {
        var told = Told("refund", $$"""{"reason":"\u202e{{new string('x', 1000)}}","amount":"é"}""");

        Assert.All(told, step => Assert.DoesNotContain(step, letter => letter is < ' ' or > '~'));
        Assert.All(told, step => Assert.True(step.Length < 500));
        Assert.Contains("(cut: 128 of", told[3], StringComparison.Ordinal);
    }

    private static List<string> Told(string tool, string json)
    {
        using var arguments = JsonDocument.Parse(json);
        return [.. Policy.Explain(Use.OfTool(tool, arguments.RootElement), PolicyText.Facts).Steps.Select(step => $"{(step.Held ? "yes" : "no ")} {step.Rule}: {step.Words}")];
    }
}
