using Approvals.Policies.Limits;

namespace Approvals.Policies.Rules;

/// <summary>What a document said, before it becomes a <see cref="Policy"/>.</summary>
internal sealed record PolicyDraft(string Name, string Version)
{
    public string? Description { get; init; }

    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    /// <summary>What holds where no entry names the tool, resource or prompt.</summary>
    public EntryDraft Otherwise { get; init; } = Unnamed.Denied;

    public IReadOnlyCollection<string> Hidden { get; init; } = [];

    /// <summary>What <c>all_tools</c> says.</summary>
    public RuleSet ForAllTools { get; init; } = RuleSet.Empty;

    public IReadOnlyDictionary<string, EntryDraft> Categories { get; init; } = NoEntries;

    public IReadOnlyDictionary<string, EntryDraft> Tools { get; init; } = NoEntries;

    public IReadOnlyDictionary<string, EntryDraft> Resources { get; init; } = NoEntries;

    public IReadOnlyDictionary<string, EntryDraft> Prompts { get; init; } = NoEntries;

    public IReadOnlyCollection<Limit> Limits { get; init; } = [];

    /// <summary>Every entry's terms, and those that its questions have of their own.</summary>
    public IEnumerable<Terms> AllTerms => new[] { Categories, Tools, Resources, Prompts }
        .SelectMany(table => table.Values).Select(entry => entry.Terms)
        .Concat(RuleSets.SelectMany(rules => rules.Questions).Select(question => question.Terms).OfType<Terms>());

    private static IReadOnlyDictionary<string, EntryDraft> NoEntries { get; } = new Dictionary<string, EntryDraft>();

    /// <summary>Every rule that has groups.</summary>
    public IEnumerable<RuleSet> RuleSets =>
        [ForAllTools, .. new[] { Categories, Tools, Resources, Prompts }.SelectMany(table => table.Values).Select(entry => entry.Rules)];
}
