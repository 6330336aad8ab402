using System.Collections.Immutable;
using Approvals.Policies.Checking;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Comparing;

/// <summary>What changes for whom between two versions of a policy: by what they do, not by how they are written.</summary>
public static class PolicyDiff
{
    /// <summary>Every name whose treatment differs, in the order tools, resources, prompts, categories, default, mode. Words and comments do not count.</summary>
    /// <param name="before">A document that <see cref="PolicyReader"/> reads without a problem.</param>
    /// <param name="after">Another one.</param>
    public static ImmutableArray<PolicyChange> Between(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        var (old, now) = (TreeOf(before), TreeOf(after));
        var changes = ImmutableArray.CreateBuilder<PolicyChange>();
        foreach (var table in PolicyTree.Tables)
        {
            var names = NamesOf(old, table).Union(NamesOf(now, table), StringComparer.Ordinal).Order(StringComparer.Ordinal);
            changes.AddRange(names.Select(name => Change($"{table}/{PrintableText.Of(name)}", Effect.Of(old, table, name), Effect.Of(now, table, name))).OfType<PolicyChange>());
        }

        if (Change("default", Effect.OfDefault(old), Effect.OfDefault(now)) is { } byDefault)
        {
            changes.Add(byDefault);
        }

        if (old.Mode != now.Mode)
        {
            changes.Add(new PolicyChange("mode", old.Mode, now.Mode, []) { MayBeLooser = now.Mode == "shadow" });
        }

        return changes.DrainToImmutable();
    }

    private static PolicyTree TreeOf(ReadOnlyMemory<byte> utf8)
    {
        var problems = new Problems("", utf8.Span);
        return new PolicyTree(TreeReader.Read(utf8.Span, problems) ?? throw new ArgumentException("It is not a policy that can be read.", nameof(utf8)), problems);
    }

    private static IEnumerable<string> NamesOf(PolicyTree tree, string table) =>
        tree.Of(table).Select(entry => entry.Name).Concat(table == "tools" ? tree.Hidden.Select(hidden => hidden.Value) : []);

    private static PolicyChange? Change(string subject, Effect before, Effect after)
    {
        var details = before.Leaves.Keys.Union(after.Leaves.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(pointer => before.Leaves.GetValueOrDefault(pointer) != after.Leaves.GetValueOrDefault(pointer))
            .Select(pointer => $"{pointer}: {before.Leaves.GetValueOrDefault(pointer, "nothing")} -> {after.Leaves.GetValueOrDefault(pointer, "nothing")}")
            .ToImmutableArray();
        return details.IsEmpty && before.Words == after.Words
            ? null
            : new PolicyChange(subject, before.Words, after.Words, details)
            {
                MayBeLooser = after.Strictness < before.Strictness || (after.Strictness == before.Strictness && details.Any(IsNoText)),
            };
    }

    private static bool IsNoText(string detail) => detail.Split(':')[0] is var pointer
        && !pointer.EndsWith("/reason", StringComparison.Ordinal) && !pointer.EndsWith("/on_deny", StringComparison.Ordinal);
}
