using System.Globalization;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Lists;

/// <summary>
/// The older dialect of PolicyLayer's tool pages: <c>rules: [{action, rate_limit: {max, window}, reason}]</c>, under a tool's name in <c>tools</c>, or
/// at the top with <c>tool</c> (every tool when it is absent). The first rule that matches decides. JSON or YAML.
/// </summary>
internal sealed class SeedDialect(Notes notes)
{
    private const int LongestWindow = 86_400;

    public ImportedPolicy Read(SourceNode.Table root)
    {
        var fields = new Fields(root);
        if (fields.Text("version") is { } version and not "1")
        {
            throw new UnreadableException(fields["version"]!.At, $"'version' must be \"1\", not \"{version}\"");
        }

        notes.LeaveOut(fields.Except("version", "description", "default", "hide", "tools", "rules"));
        var hide = Names.Hidden(fields.List("hide"), notes);
        // What names its tool goes before what stands for all of them.
        var rules = fields.Table("tools").OrderBy(tool => tool.Key == "*").SelectMany(OfTool).Concat(fields.List("rules").Select(OfList)).ToList();
        var entries = new OrderedRules(rules, notes).Entries();
        return new ImportedPolicy(Names.Description(fields), Default(fields), hide, ImportedTool.Open, entries);
    }

    private ImportedAction Default(Fields fields)
    {
        if (fields.Text("default") is { } given)
        {
            return ActionOf(given, fields["default"]!.At, "default");
        }

        notes.Stricter(fields.At, "'default' is missing; tools that no rule names are denied");
        return ImportedAction.Deny;
    }

    private IEnumerable<ListedRule> OfTool(SourceNode.Member tool)
    {
        var entry = Fields.Of(tool.Value, $"'{tool.Key}'");
        notes.LeaveOut(entry.Except("rules"));
        var rules = entry.List("rules");
        var name = Names.Tool(tool.Key, tool.At);
        return rules.Count == 0 ? [new ListedRule(tool.At, name, ImportedAction.Allow)] : rules.Select(rule => Rule(Fields.Of(rule, "a rule"), name));
    }

    private ListedRule OfList(SourceNode node)
    {
        var rule = Fields.Of(node, "a rule");
        return Rule(rule, rule.Text("tool") is { } tool ? Names.Tool(tool, rule["tool"]!.At) : "*");
    }

    private ListedRule Rule(Fields rule, string pattern)
    {
        var action = rule.Text("action") is { } given ? ActionOf(given, rule["action"]!.At, "action") : ImportedAction.Allow;
        var reason = Names.Reason(rule, "reason", notes);
        foreach (var unknown in rule.Except("tool", "action", "rate_limit", "reason", "name", "description"))
        {
            // It may have narrowed the rule: an allowance does without it at no one's risk, a denial holds for more.
            notes.Stricter(unknown.At, $"the key '{unknown.Key}' cannot be carried over; '{pattern}' is {(action == ImportedAction.RequireApproval ? "asked about" : "denied")}");
            action = action == ImportedAction.RequireApproval ? action : ImportedAction.Deny;
        }

        if (action == ImportedAction.Deny || rule["rate_limit"] is not { } rate)
        {
            return new ListedRule(rule.At, pattern, action, reason);
        }

        return RateOf(Fields.Of(rate, "'rate_limit'")) is { } limit
            ? new ListedRule(rule.At, pattern, action, reason) { Limits = [limit] }
            : new ListedRule(rule.At, pattern, ImportedAction.Deny, reason);
    }

    private ImportedLimit? RateOf(Fields rate)
    {
        notes.LeaveOut(rate.Except("max", "window"));
        var (max, window) = (rate.Whole("max") ?? 0, rate.Whole("window") ?? 0);
        if (window < 1)
        {
            throw new UnreadableException(rate.At, "'rate_limit' needs 'max', a whole number of calls, and 'window', a whole number of seconds from 1");
        }

        if (window > LongestWindow)
        {
            // N in several days is never exceeded by its share of N in each of them.
            max /= (window + LongestWindow - 1) / LongestWindow;
            window = LongestWindow;
            notes.Stricter(rate.At, string.Create(CultureInfo.InvariantCulture, $"a window is one day at most; the limit is {max} a day"));
        }

        if (max < 1)
        {
            notes.Stricter(rate.At, "a limit of no calls at all denies the tool");
            return null;
        }

        return new ImportedLimit(Counter: null, TimeSpan.FromSeconds(window), Math.Min(max, Names.MostCalls), "session");
    }

    private static ImportedAction ActionOf(string given, Mark at, string key) => given switch
    {
        "allow" => ImportedAction.Allow,
        "deny" => ImportedAction.Deny,
        "require_approval" => ImportedAction.RequireApproval,
        _ => throw new UnreadableException(at, $"'{key}' must be allow, deny or require_approval, not '{given}'"),
    };
}
