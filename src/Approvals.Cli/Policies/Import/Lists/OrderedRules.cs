using System.Collections.Immutable;

namespace Approvals.Cli.Policies.Import.Lists;

/// <summary>
/// Turns rules of which the first that matches decides into entries of which the closest name decides.
/// Where the two orders differ, the stricter of both holds.
/// </summary>
internal sealed class OrderedRules(IReadOnlyList<ListedRule> rules, Notes notes)
{
    private readonly CounterNames _counters = new();

    public Dictionary<string, ImportedTool> Entries() =>
        rules.Select(rule => rule.Pattern).Distinct(StringComparer.Ordinal).ToDictionary(
            pattern => pattern, pattern => Glob.IsGlob(pattern) ? ForGlob(pattern) : ForName(pattern), StringComparer.Ordinal);

    private ImportedTool ForName(string name)
    {
        var first = rules.First(rule => Glob.Covers(rule.Pattern, name));
        return Join(name, first, rules.Where(rule => rule == first || rule.Pattern == name));
    }

    private ImportedTool ForGlob(string glob)
    {
        // A rule above decides what it shares with this one, unless it is looked at first here too.
        var above = rules.TakeWhile(rule => rule.Pattern != glob)
            .Where(rule => Glob.IsGlob(rule.Pattern) && Glob.Overlap(rule.Pattern, glob) && !Glob.Beats(rule.Pattern, glob)).ToList();
        var own = rules.Where(rule => rule.Pattern == glob).ToList();
        return Join(glob, above.FirstOrDefault(rule => Glob.Covers(rule.Pattern, glob)) ?? own[0], above.Concat(own));
    }

    /// <param name="name">The entry's name.</param>
    /// <param name="decides">The rule that the source would go by for all of it, or at least for what no rule above shares.</param>
    /// <param name="all">That rule, and every other that must hold as well.</param>
    private ImportedTool Join(string name, ListedRule decides, IEnumerable<ListedRule> all)
    {
        var joined = all.ToList();
        var strictest = joined.MaxBy(rule => rule.Action)!;
        // Up to the one that decides, each decides about what it shares with the name.
        if (joined.TakeWhile(rule => rule != decides).Append(decides).FirstOrDefault(rule => rule.Action < strictest.Action) is { } looser)
        {
            Say(strictest, looser);
        }

        foreach (var limited in joined.Where(rule => rule != decides && rule.Limits.Length > 0 && strictest.Action != ImportedAction.Deny))
        {
            Say(limited, decides);
        }

        void Say(ListedRule held, ListedRule decided) =>
            notes.Stricter(held.At, $"holds for all of '{name}' here; in the source the rule in line {decided.At.Line} decides about some or all of it");

        return new ImportedTool(strictest.Action, strictest.Reason) { Limits = strictest.Action == ImportedAction.Deny ? [] : Limits(name, joined) };
    }

    // The shorthand stands for one limit; several need names of their own.
    private ImmutableArray<ImportedLimit> Limits(string name, List<ListedRule> joined)
    {
        var limits = joined.SelectMany(rule => rule.Limits).Distinct().ToList();
        return limits.Count == 1 ? [.. limits] : [.. limits.Select(limit => limit with { Counter = _counters.Give(name) })];
    }
}
