using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Intercept;

/// <summary>Reads the rules of one tool.</summary>
/// <param name="scope">The tool's name, as paths of counters name it.</param>
/// <param name="limits">Those of the whole document.</param>
/// <param name="expires">How long a question stands that says nothing of it.</param>
/// <param name="notes">What is said of it.</param>
internal sealed class InterceptRules(string scope, InterceptLimits limits, TimeSpan? expires, Notes notes)
{
    private readonly Dictionary<string, Fields> _counters = new(StringComparer.Ordinal);

    public InterceptEntry Read(IReadOnlyList<SourceNode> listed)
    {
        var rules = listed.Select(rule => Fields.Of(rule, "a rule")).ToList();
        foreach (var state in rules.Select(rule => rule["state"]).OfType<SourceNode>().Select(state => Fields.Of(state, "'state'")))
        {
            _counters.TryAdd(state.Text("counter") ?? "", state);
        }

        return rules.Aggregate(InterceptEntry.Open, Add);
    }

    private InterceptEntry Add(InterceptEntry entry, Fields rule)
    {
        notes.LeaveOut(rule.Except("name", "action", "rate_limit", "conditions", "on_deny", "state", "approval_timeout"));
        var said = Names.Reason(rule, "on_deny", notes);
        return (rule.Text("action") ?? "evaluate") switch
        {
            "deny" => entry.Stricter(ImportedAction.Deny, said),
            "require_approval" => Ask(Limit(entry, rule, said), rule, said),
            "evaluate" => Evaluate(Limit(entry, rule, said), rule, said),
            var other => throw new UnreadableException(rule["action"]!.At, $"'action' must be evaluate, deny or require_approval, not '{other}'"),
        };
    }

    private InterceptEntry Limit(InterceptEntry entry, Fields rule, string? said)
    {
        if (rule["rate_limit"] is not { } rate)
        {
            return entry;
        }

        LeaveOutText(rule, said);
        return entry with { Limits = entry.Limits.Add(limits.OfShorthand(rate, rule.Text("rate_limit")!, scope)) };
    }

    private InterceptEntry Evaluate(InterceptEntry entry, Fields rule, string? said)
    {
        var conditions = rule.List("conditions").Select(condition => Fields.Of(condition, "a condition")).ToList();
        if (conditions.Count == 0)
        {
            return rule["rate_limit"] is null ? Deny(entry, rule, said, "it has no conditions, which Intercept refuses") : entry;
        }

        var arguments = new List<ImportedCondition>();
        foreach (var condition in conditions)
        {
            string why;
            if ((condition.Text("path") ?? "").StartsWith("state.", StringComparison.Ordinal))
            {
                if (OfCounter(condition, out why) is not { } limit)
                {
                    return Deny(entry, rule, said, why);
                }

                LeaveOutText(rule, said);
                entry = entry with { Limits = entry.Limits.Add(limit) };
            }
            else if (InterceptConditions.Read(condition, out why) is { } carried)
            {
                arguments.Add(carried);
            }
            else
            {
                return Deny(entry, rule, said, why);
            }
        }

        return arguments.Count == 0 ? entry : entry with { Require = entry.Require.Add(new ImportedGroup([.. arguments], said)) };
    }

    private InterceptEntry Ask(InterceptEntry entry, Fields rule, string? said)
    {
        var stands = rule.Text("approval_timeout") is { } timeout
            ? GoDuration.Expiry(timeout) ?? throw new UnreadableException(rule["approval_timeout"]!.At, $"'approval_timeout' must be a length of time such as \"30m\", not '{timeout}'")
            : expires;
        var conditions = rule.List("conditions").Select(condition => Fields.Of(condition, "a condition")).ToList();
        var carried = new List<ImportedCondition>();
        foreach (var condition in conditions)
        {
            if (InterceptConditions.Read(condition, out var why) is not { } one)
            {
                notes.Stricter(rule.At, $"a person is asked about every call of {Whose}, whatever the conditions of {Name(rule)} say: {why}");
                return entry.Asking(said, stands);
            }

            carried.Add(one);
        }

        return conditions.Count == 0
            ? entry.Asking(said, stands)
            : entry with { Ask = entry.Ask.Add(new ImportedGroup([.. carried], said, stands)) };
    }

    private ImportedLimit? OfCounter(Fields condition, out string why)
    {
        var path = condition.Text("path")!;
        if (path.StartsWith($"state.{scope}.", StringComparison.Ordinal) && _counters.TryGetValue(path[$"state.{scope}.".Length..], out var state))
        {
            return limits.OfCounter(condition, state, scope, out why);
        }

        why = $"'{path}' is not a counter of its own";
        return null;
    }

    private InterceptEntry Deny(InterceptEntry entry, Fields rule, string? said, string why)
    {
        notes.Stricter(rule.At, $"{Whose} is denied, since {Name(rule)} cannot be carried over: {why}");
        return entry.Stricter(ImportedAction.Deny, said);
    }

    private void LeaveOutText(Fields rule, string? said)
    {
        if (said is not null && rule["on_deny"] is { } text)
        {
            notes.LeftOut(text.At, "a limit has no text of its own; agents read which limit it is, and when to come back");
        }
    }

    private string Whose => scope == InterceptLimits.Everything ? "every tool" : $"'{scope}'";

    private static string Name(Fields rule) => rule.Text("name") is { } name ? $"the rule '{name}'" : "the rule";
}
