using Approvals.Policies.Reading;
using Approvals.Policies.Rules;

namespace Approvals.Policies.Checking;

/// <summary>Rules that no call ever reaches, or that no call can meet.</summary>
internal static class NeverFires
{
    private static readonly string[] AfterDeny = ["require", "deny_if", "require_approval", "limits", "rate_limit", "approval"];
    private static readonly string[] Groups = ["require", "deny_if", "require_approval"];

    public static IEnumerable<Oddity> In(PolicyTree tree) => Hidden(tree).Concat(Denied(tree)).Concat(Covered(tree)).Concat(Contradictions(tree));

    private static IEnumerable<Oddity> Hidden(PolicyTree tree) =>
        from entry in tree.Of("tools")
        from hidden in tree.Hidden
        where entry.Name == hidden.Value || (Glob.IsGlob(hidden.Value) && !Glob.IsGlob(entry.Name) && new Glob(hidden.Value).Matches(entry.Name))
        select new Oddity(entry.At, entry.Value.Pointer, $"'{PrintableText.Of(entry.Name)}' is hidden by '{PrintableText.Of(hidden.Value)}', so this entry is never looked at; remove one of the two");

    private static IEnumerable<Oddity> Denied(PolicyTree tree) =>
        from entry in tree.Entries
        where entry.Action == "deny"
        from key in AfterDeny
        where entry[key] is not null
        select new Oddity(entry.AtKey(key), $"{entry.Value.Pointer}/{key}", $"'{key}' is never looked at, because the action is \"deny\"; remove it, or let the action be \"allow\" and deny by 'deny_if'");

    private static IEnumerable<Oddity> Covered(PolicyTree tree)
    {
        if (tree.Of("tools").Any(entry => entry.Name == "*"))
        {
            foreach (var entry in tree.Of("categories"))
            {
                yield return new Oddity(entry.At, entry.Value.Pointer, "the glob '*' fits every tool, and entries of 'tools' come before categories, so this is never looked at");
            }
        }
    }

    private static IEnumerable<Oddity> Contradictions(PolicyTree tree) =>
        from entry in tree.Entries.Concat(tree.AllTools is { } all ? [all] : [])
        from key in Groups
        from @group in entry.ItemsOf(key).Select((node, index) => (Node: node, Index: index))
        where CannotBeMet(@group.Node)
        select new Oddity(@group.Node.At, $"{entry.Value.Pointer}/{key}/{@group.Index}", key == "require"
            ? "these conditions can never be met together, so every call is denied"
            : "these conditions can never be met together, so this never fires but for a value of the wrong type");

    // One path that must equal two values, or be there and not be there.
    private static bool CannotBeMet(Node group)
    {
        var conditions = (Member(group, "conditions") is Node.List list ? list.Items : []).Select(node => (
            Path: (Member(node, "path") as Node.Text)?.Value,
            Op: (Member(node, "op") as Node.Text)?.Value,
            Value: Key(Member(node, "value")))).ToList();
        return conditions.GroupBy(condition => condition.Path).Any(same =>
            same.Where(condition => condition.Op == "eq").Select(condition => condition.Value).Distinct().Count() > 1
            || same.Where(condition => condition.Op == "exists").Select(condition => condition.Value).Distinct().Count() > 1);
    }

    private static Node? Member(Node node, string key) => node is Node.Table table ? table.Members.FirstOrDefault(member => member.Key == key)?.Value : null;

    private static string Key(Node? node) => node switch
    {
        Node.Text text => $"\"{text.Value}\"",
        Node.Number number => number.Digits,
        Node.Word word => word.Value,
        _ => "",
    };
}
