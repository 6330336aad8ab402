using System.Text;
using Approvals.Policies.Rules;

namespace Approvals.Policies.Checking;

/// <summary>Names that overrule, imitate or miss each other.</summary>
internal static class OddNames
{
    private static readonly string[] FromLooseToStrict = ["allow", "require_approval", "deny"];

    public static IEnumerable<Oddity> In(PolicyTree tree, Surroundings around) =>
        Overruled(tree).Concat(LookAlikes(tree)).Concat(around.Tools is { } tools ? Unlisted(tree, tools) : []);

    // The exact name counts; whoever reads only the glob believes otherwise.
    private static IEnumerable<Oddity> Overruled(PolicyTree tree) =>
        from table in PolicyTree.Tables
        let globs = tree.Of(table).Where(entry => Glob.IsGlob(entry.Name)).ToList()
        from exact in tree.Of(table).Where(entry => !Glob.IsGlob(entry.Name))
        from glob in globs
        where new Glob(glob.Name).Matches(exact.Name) && Strictness(glob) > Strictness(exact)
        select new Oddity(exact.At, exact.Value.Pointer,
            $"'{PrintableText.Of(exact.Name)}' fits the stricter glob '{PrintableText.Of(glob.Name)}' ({glob.Action}), but its exact name counts ({exact.Action}); if that is meant, say so in its 'reason'")
        into oddity
        where !HasReason(tree, oddity.Rule)
        select oddity;

    private static bool HasReason(PolicyTree tree, string rule) => tree.Entries.Any(entry => entry.Value.Pointer == rule && entry["reason"] is not null);

    private static int Strictness(TreeEntry entry) => Array.IndexOf(FromLooseToStrict, entry.Action);

    private static IEnumerable<Oddity> LookAlikes(PolicyTree tree)
    {
        foreach (var entry in tree.Of("tools").Where(entry => !Ascii.IsValid(entry.Name)))
        {
            yield return new Oddity(entry.At, entry.Value.Pointer, $"'{PrintableText.Of(entry.Name)}' has letters that are not ASCII, and may look like another tool's name");
        }

        foreach (var same in tree.Of("tools").GroupBy(entry => Folded(entry.Name)).Where(same => same.Count() > 1))
        {
            var first = same.First();
            foreach (var other in same.Skip(1))
            {
                yield return new Oddity(other.At, other.Value.Pointer, $"'{PrintableText.Of(other.Name)}' looks like '{PrintableText.Of(first.Name)}', but is another name");
            }
        }
    }

    private static IEnumerable<Oddity> Unlisted(PolicyTree tree, IReadOnlyCollection<string> tools)
    {
        foreach (var entry in tree.Of("tools"))
        {
            if (Glob.IsGlob(entry.Name) && !tools.Any(tool => new Glob(entry.Name).Matches(tool)))
            {
                yield return new Oddity(entry.At, entry.Value.Pointer, $"the glob '{PrintableText.Of(entry.Name)}' fits no tool that is listed");
            }
            else if (!Glob.IsGlob(entry.Name) && !tools.Contains(entry.Name))
            {
                var near = Reading.Nearest.To(entry.Name, tools);
                yield return new Oddity(entry.At, entry.Value.Pointer, $"no tool '{PrintableText.Of(entry.Name)}' is listed{(near is null ? "" : $"; did you mean '{PrintableText.Of(near)}'?")}");
            }
        }
    }

    private static string Folded(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var letter in name.Normalize(NormalizationForm.FormKC))
        {
            // What a hurried eye takes for the same.
            _ = letter switch
            {
                '_' or '-' or '.' or ' ' => folded,
                'l' or 'I' or '1' or '|' => folded.Append('1'),
                '0' or 'O' or 'o' => folded.Append('0'),
                _ => folded.Append(char.ToLowerInvariant(letter)),
            };
        }

        return folded.ToString();
    }
}
