using System.Collections.Frozen;
using System.Collections.Immutable;
using Approvals.Policies.Conditions;

namespace Approvals.Policies.Rules;

/// <summary>Entries by name: an exact name beats every glob, and of the globs that fit the one that says most counts.</summary>
internal sealed class EntryTable
{
    private readonly string _pointer;
    private readonly FrozenDictionary<string, Entry> _exact;
    private readonly ImmutableArray<(Glob Glob, Entry Entry)> _globs;

    public EntryTable(string pointer, IEnumerable<KeyValuePair<string, Entry>> entries)
    {
        var byKind = entries.ToLookup(entry => Glob.IsGlob(entry.Key));
        _pointer = pointer;
        _exact = byKind[false].ToFrozenDictionary(StringComparer.Ordinal);
        _globs = [.. byKind[true].Select(entry => (Glob: new Glob(entry.Key), entry.Value)).OrderBy(entry => entry.Glob, Comparer<Glob>.Create(Glob.Compare))];
    }

    public Entry? Find(string name, Trace? trace)
    {
        if (_exact.TryGetValue(name, out var entry))
        {
            trace?.Add(entry.Pointer, true, "the exact name");
            return entry;
        }

        trace?.Add(_pointer, false, $"no exact name '{PrintableText.Of(name)}'");
        foreach (var (glob, candidate) in _globs)
        {
            var fits = glob.Matches(name);
            trace?.Add(candidate.Pointer, fits, $"'{PrintableText.Of(name)}' {(fits ? "fits" : "does not fit")} the glob");
            if (fits)
            {
                return candidate;
            }
        }

        return null;
    }
}
