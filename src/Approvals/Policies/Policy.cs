using System.Collections.Frozen;

namespace Approvals.Policies;

/// <summary>One policy document, ready to judge. Immutable, and safe to use from any thread.</summary>
public sealed class Policy
{
    // The SHA-256 of no bytes: a policy without a document.
    private const string NoDocument = "e3b0c44298fc1c14";

    private readonly FrozenDictionary<string, Verdict> _entries;
    private readonly FrozenSet<string> _hidden;
    private readonly bool _hidesAll;
    private readonly Func<string, Verdict> _otherwise;

    internal Policy(PolicyDraft draft)
    {
        Name = draft.Name;
        Version = draft.Version;
        Description = draft.Description;
        Limits = draft.Limits;
        _hidesAll = draft.Hidden.Contains(PolicyDraft.Everything);
        _hidden = draft.Hidden.ToFrozenSet(StringComparer.Ordinal);
        _otherwise = _hidesAll ? Unnamed.Hidden : draft.Otherwise;

        // What is hidden is denied whatever its entry says, so the order is settled here and not at each call.
        var entries = _hidesAll ? [] : new Dictionary<string, Verdict>(draft.Entries, StringComparer.Ordinal);
        foreach (var tool in draft.Hidden)
        {
            entries[tool] = Unnamed.Hidden(tool);
        }

        _entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The name that grants use: <c>ecs</c> for <c>ecs.json</c>.</summary>
    public string Name { get; }

    /// <summary>The first 16 characters of the lower-case hexadecimal SHA-256 of the document's bytes.</summary>
    public string Version { get; }

    /// <summary>What its owner says it is for, or null.</summary>
    public string? Description { get; }

    /// <summary>Every limit of the document, one a counter.</summary>
    public IReadOnlyCollection<Limit> Limits { get; }

    /// <summary>The policy of a grant that has none: every call is denied as <c>(no policy)</c>.</summary>
    public static Policy DenyAll(string name) => new(new PolicyDraft(name, NoDocument) { Otherwise = Unnamed.WithoutPolicy });

    /// <summary>Judges a call of this tool. Names are compared ordinally: <c>Refund</c> is not <c>refund</c>.</summary>
    public Verdict Evaluate(string tool) => _entries.TryGetValue(tool, out var verdict) ? verdict : _otherwise(tool);

    /// <summary>Whether the tool is left out of <c>tools/list</c>. Denied tools stay listed, hidden ones go.</summary>
    public bool Hides(string tool) => _hidesAll || _hidden.Contains(tool);
}
