using System.Text.RegularExpressions;
using Approvals.Cli.Policies.Import.Intercept;

namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>What Go's regular expressions match (https://pkg.go.dev/regexp/syntax) is what their translations match.</summary>
public sealed class GoRegexTests
{
    [Theory]
    [InlineData("^/app/src/[a-z]+$", "/app/src/main", "/app/src/main\n")]
    [InlineData(@"^\d+$", "42", "٤٢")]
    [InlineData(@"^\w+$", "ab_1", "é")]
    [InlineData(@"^[\w.]+@example\.com$", "a.b@example.com", "é@example.com")]
    [InlineData(@"^\S+\s\S+$", "a b", "a\u00A0b")]
    [InlineData("^[[:alpha:]_]+$", "ab_", "a:")]
    [InlineData("^[^[:digit:]]$", "x", "7")]
    [InlineData("^[a-z-[aeiou]]+$", "a]", "b")]
    [InlineData("^[]a]+$", "]a", "b")]
    [InlineData(@"^[[]a$", "[a", "a")]
    [InlineData("(?i)^DROP", "drop table", "a drop")]
    [InlineData("^(?P<kind>feat|fix)/.{2,}$", "feat/ab", "feat/a")]
    [InlineData(@"^\x41\..{2}$", "A.éü", "A.1")]
    [InlineData("^a b#c$", "a b#c", "ab")]
    [InlineData("^(?:a|b)*?$", "abab", "abc")]
    public void It_matches_the_same(string go, string matched, string unmatched)
    {
        var pattern = GoRegex.Translate(go);

        Assert.NotNull(pattern);
        var net = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        Assert.Matches(net, matched);
        Assert.DoesNotMatch(net, unmatched);
    }

    [Theory]
    [InlineData(@"\bDROP\b")]
    [InlineData("(?m)^a$")]
    [InlineData("a(?s:.)b")]
    [InlineData("(?U)a+")]
    [InlineData("(?<=a)b")]
    [InlineData("(?=a)")]
    [InlineData("(?>a)")]
    [InlineData(@"\Qa.b\E")]
    [InlineData(@"\pL")]
    [InlineData(@"\p{Greek}")]
    [InlineData(@"[\D]")]
    [InlineData(@"[\S]")]
    [InlineData(@"(a)\1")]
    [InlineData(@"\101")]
    [InlineData(@"\x{1F600}")]
    [InlineData("😀")]
    [InlineData("[a😀]")]
    [InlineData("(?i)straße")]
    [InlineData("[a")]
    [InlineData("[")]
    [InlineData(@"a\")]
    [InlineData("(a")]
    [InlineData("a**")]
    [InlineData("(?P")]
    public void What_may_mean_something_else_is_not_translated(string go) => Assert.Null(GoRegex.Translate(go));
}
