using System.Collections.Immutable;
using System.Text;
using Approvals.Policies.Cases;

namespace Approvals.Tests.Policies;

/// <summary>Files of cases are read as strictly as policies.</summary>
public sealed class CasesReaderTests
{
    [Fact]
    public void A_case_says_what_is_called_what_is_known_and_what_must_come_of_it()
    {
        var one = Assert.Single(Read("""
            { // of refunds
              "cases": [
                { "name": "Large refunds ask.", "tool": "refund", "arguments": { "amount": 1e2, "big": 12345678901234567890123 }, "kind": "tool",
                  "facts": { "annotations": { "destructiveHint": true }, "category": "Financial", "severity": "high",
                    "grant": { "name": "g", "owner": "o" }, "time": "2026-11-23T10:00:00Z" },
                  "calls_before": 3, "expect": "require_approval", "rule": "/tools/refund", "reviewers": ["finance"], "hidden": false, },
              ],
            }
            """));

        Assert.Equal(("Large refunds ask.", 3, "tool", "refund", 3), (one.Name, one.Line, one.Kind, one.Tool, one.CallsBefore));
        Assert.Equal("""{"amount":1e2,"big":12345678901234567890123}""", one.ArgumentsJson);
        Assert.Equal(new CaseFacts("""{"destructiveHint":true}""", "Financial", "high", "g", "o", new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero)), one.Facts);
        Assert.Equal(("require_approval", "/tools/refund", false), (one.Expected.Verdict, one.Expected.Rule, one.Expected.Hidden));
        Assert.Equal(["finance"], one.Expected.Reviewers!.Value);
    }

    [Fact]
    public void What_is_left_out_is_not_compared()
    {
        var one = Assert.Single(Read("""{"cases":[{"name":"n","tool":"t","expect":"allow"}]}"""));

        Assert.Equal(("{}", "tool", 0), (one.ArgumentsJson, one.Kind, one.CallsBefore));
        Assert.Equal(new Expected("allow", null, null, null), one.Expected);
    }

    [Theory]
    [InlineData("""{"cases":[{"tool":"t","expect":"allow"}]}""", "c:1:11: 'name' is missing")]
    [InlineData("""{"cases":[{"name":"n","tool":"t","expect":"alow"}]}""", "c:1:43: 'expect' must be one of \"allow\", \"deny\", \"require_approval\", \"rate_limited\", not \"alow\"")]
    [InlineData("""{"cases":[{"name":"n","tool":"t","expct":"allow"}]}""", "c:1:34: unknown key 'expct'; did you mean 'expect'?")]
    [InlineData("""{"cases":[{"name":"n","tool":"t","expect":"allow","arguments":[]}]}""", "c:1:63: 'arguments' must be an object, not an array")]
    [InlineData("""{"cases":[{"name":"n","tool":"t","expect":"allow","facts":{"time":"now"}}]}""", "c:1:67: 'time' must be a time in UTC such as")]
    [InlineData("""{"cases":[{"name":"n","tool":"t","expect":"allow","hidden":"yes"}]}""", "c:1:60: 'hidden' must be true or false, not \"yes\"")]
    [InlineData("""{"cases":[{"name":"n","tool":"t","expect":"allow","calls_before":-1}]}""", "c:1:66: 'calls_before' must be a whole number from 0 to 1000000, not -1")]
    [InlineData("""{"case":[]}""", "c:1:1: 'cases' is missing")]
    [InlineData("""{"cases":[}""", "c:1:11: this is not JSON")]
    public void A_slip_is_named_with_its_place(string text, string problem)
    {
        Assert.Empty(CasesReader.Read("c", Encoding.UTF8.GetBytes(text), out var problems));
        Assert.Contains(problems, found => found.ToString().StartsWith(problem, StringComparison.Ordinal));
    }

    private static ImmutableArray<PolicyCase> Read(string text)
    {
        var cases = CasesReader.Read("c", Encoding.UTF8.GetBytes(text), out var problems);
        Assert.Empty(problems);
        return cases;
    }
}
