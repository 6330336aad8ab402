using System.Collections.Immutable;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Checking;

/// <summary>Questions that nobody, or not enough people, can answer.</summary>
internal static class Unanswerable
{
    public static IEnumerable<Oddity> In(PolicyTree tree, Surroundings around) =>
        around.People is { } people
            ? from entry in tree.Entries.Concat(tree.AllTools is { } all ? [all] : [])
              from approval in ApprovalsOf(entry)
              from oddity in Ask(approval.Node, approval.Rule, people)
              select oddity
            : [];

    private static IEnumerable<(Node.Table Node, string Rule)> ApprovalsOf(TreeEntry entry)
    {
        if (entry["approval"] is Node.Table own)
        {
            yield return (own, $"{entry.Value.Pointer}/approval");
        }

        foreach (var (question, index) in entry.ItemsOf("require_approval").Select((node, index) => (node, index)))
        {
            if (question is Node.Table table && table.Members.FirstOrDefault(member => member.Key == "approval")?.Value is Node.Table terms)
            {
                yield return (terms, $"{entry.Value.Pointer}/require_approval/{index}/approval");
            }
        }
    }

    private static IEnumerable<Oddity> Ask(Node.Table approval, string rule, ImmutableArray<ImmutableArray<string>> people)
    {
        var wanted = approval.Members.FirstOrDefault(member => member.Key == "reviewers")?.Value is Node.List list ? [.. list.Items.OfType<Node.Text>()] : Array.Empty<Node.Text>();
        foreach (var name in wanted.Where(name => !people.Any(person => person.Contains(name.Value))))
        {
            yield return new Oddity(name.At, $"{rule}/reviewers", $"nobody is, or is in the group, '{PrintableText.Of(name.Value)}'{Meant(name.Value, people)}");
        }

        var quorum = approval.Members.FirstOrDefault(member => member.Key == "quorum")?.Value is Node.Number { Digits: var digits } && int.TryParse(digits, out var number) ? number : 1;
        var able = wanted.Length == 0 ? people.Length : people.Count(person => wanted.Any(name => person.Contains(name.Value)));
        if (able < quorum)
        {
            yield return new Oddity(approval.At, rule, $"{quorum} people must approve, but only {able} can; each waits until it expires");
        }
    }

    private static string Meant(string name, ImmutableArray<ImmutableArray<string>> people) =>
        Nearest.To(name, people.SelectMany(person => person).Distinct(StringComparer.Ordinal)) is { } near ? $"; did you mean '{near}'?" : "";
}
