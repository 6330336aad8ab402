using System.Text.RegularExpressions;
using Approvals.Cli.Policies.Import;
using Approvals.Cli.Policies.Import.Lists;
using Approvals.Cli.Policies.Import.Sources;
using CsCheck;

namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>Rules in an order, and the entries that they become, against a model of both.</summary>
public sealed class OrderedRulesProperties
{
    private static readonly Gen<string> Patterns = Gen.Char["ab*?"].Array[1, 5].Select(signs => new string(signs));

    private static readonly Gen<ListedRule[]> Rules = Gen.Select(Patterns, Gen.Enum<ImportedAction>(), Gen.Int[0, 2]).Array[1, 6].Select(all => all.Select((rule, index) =>
        new ListedRule(new Mark(index + 1, 1), rule.Item1, rule.Item2)
        {
            Limits = rule.Item3 == 0 ? [] : [new ImportedLimit(null, TimeSpan.FromMinutes(1), rule.Item3, "session")],
        }).ToArray());

    private static readonly Gen<string> Names = Gen.Char["ab"].Array[1, 6].Select(signs => new string(signs));

    [Fact]
    public void No_name_is_judged_more_loosely_than_before() => Gen.Select(Rules, Names.Array[20]).Sample((rules, names) =>
    {
        var entries = new OrderedRules(rules, new Notes()).Entries();
        foreach (var name in names)
        {
            var before = rules.FirstOrDefault(rule => Matches(rule.Pattern, name));
            var now = Found(entries, name);
            Assert.Equal(before is null, now is null);
            Assert.True(before is null || now!.Action >= before.Action, name);
            Assert.True(before is null || now!.Action == ImportedAction.Deny || before.Limits.All(limit => now.Limits.Any(kept => kept.Max == limit.Max)), name);
        }
    });

    [Fact]
    public void A_name_that_is_judged_more_strictly_is_spoken_of() => Gen.Select(Rules, Names.Array[20]).Sample((rules, names) =>
    {
        var notes = new Notes();
        var entries = new OrderedRules(rules, notes).Entries();
        Assert.True(notes.InOrder.Length > 0 || names.All(name =>
            rules.FirstOrDefault(rule => Matches(rule.Pattern, name)) is not { } before || Found(entries, name)!.Action == before.Action));
    });

    [Fact]
    public void Patterns_are_compared_as_their_names_are() => Gen.Select(Patterns, Patterns, Names.Array[20]).Sample((one, other, names) =>
    {
        foreach (var name in names.Where(name => Matches(one, name)))
        {
            Assert.True(Glob.Covers(one, name));
            Assert.True(!Matches(other, name) || Glob.Overlap(one, other), name);
            Assert.True(!Glob.Covers(other, one) || Matches(other, name), name);
        }
    });

    // As the policy language looks a name up.
    private static ImportedTool? Found(Dictionary<string, ImportedTool> entries, string name) =>
        entries.Where(entry => entry.Key == name)
            .Concat(entries.Where(entry => Glob.IsGlob(entry.Key) && Matches(entry.Key, name))
                .OrderByDescending(entry => entry.Key.Count(sign => sign is 'a' or 'b'))
                .ThenByDescending(entry => entry.Key.Count(sign => sign == '?'))
                .ThenBy(entry => entry.Key, StringComparer.Ordinal))
            .Select(entry => entry.Value).FirstOrDefault();

    private static bool Matches(string pattern, string name) =>
        Regex.IsMatch(name, $"^{pattern.Replace("*", ".*", StringComparison.Ordinal).Replace('?', '.')}\\z", RegexOptions.NonBacktracking);
}
