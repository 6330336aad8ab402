using System.Collections.Frozen;
using Approvals.Calls;
using Approvals.Policies.Conditions;
using Approvals.Policies.Limits;
using Approvals.Policies.Rules;

namespace Approvals.Policies;

/// <summary>One policy document, ready to judge. Immutable, and safe to use from any thread.</summary>
public sealed class Policy
{
    // The SHA-256 of no bytes: a policy without a document.
    private const string NoDocument = "e3b0c44298fc1c14";

    private readonly HiddenTools _hidden;
    private readonly EntryTable _tools;
    private readonly EntryTable _resources;
    private readonly EntryTable _prompts;
    private readonly FrozenDictionary<string, Entry> _categories;
    private readonly Entry _otherTools;
    private readonly Entry _otherwise;

    internal Policy(PolicyDraft draft)
    {
        Name = draft.Name;
        Version = draft.Version;
        Description = draft.Description;
        Mode = draft.Mode;
        Limits = draft.Limits;
        NeedsTool = draft.Categories.Count > 0
            || draft.RuleSets.SelectMany(rules => rules.Conditions).Any(condition => condition.Subject.IsOfTool);
        _hidden = new HiddenTools(draft.Hidden);
        _tools = new EntryTable("/tools", Ready(draft.Tools, draft.ForAllTools));
        _resources = new EntryTable("/resources", Ready(draft.Resources, RuleSet.Empty));
        _prompts = new EntryTable("/prompts", Ready(draft.Prompts, RuleSet.Empty));
        _categories = Ready(draft.Categories, draft.ForAllTools).ToFrozenDictionary(StringComparer.Ordinal);
        _otherTools = new Entry(draft.Otherwise, draft.ForAllTools);
        _otherwise = new Entry(draft.Otherwise, RuleSet.Empty);
    }

    /// <summary>The name that grants use: <c>ecs</c> for <c>ecs.json</c>.</summary>
    public string Name { get; }

    /// <summary>The first 16 characters of the lower-case hexadecimal SHA-256 of the document's bytes.</summary>
    public string Version { get; }

    /// <summary>What its owner says it is for, or null.</summary>
    public string? Description { get; }

    /// <summary>Whether verdicts are acted on, or only written down. The verdicts themselves are the same.</summary>
    public PolicyMode Mode { get; }

    /// <summary>Every limit of the document, one a counter.</summary>
    public IReadOnlyCollection<Limit> Limits { get; }

    /// <summary>Whether any rule looks at the tool's annotations, category or severity, so that <see cref="Facts"/> should have them.</summary>
    public bool NeedsTool { get; }

    /// <summary>The policy of a grant that has none: every call is denied as <c>(no policy)</c>.</summary>
    public static Policy DenyAll(string name) => new(new PolicyDraft(name, NoDocument) { Otherwise = Unnamed.NoPolicy });

    /// <summary>Judges a use. Names are compared ordinally: <c>Refund</c> is not <c>refund</c>.</summary>
    public Verdict Evaluate(Use use, Facts facts) => Judge(use, facts, null);

    /// <summary>Judges a call of a tool.</summary>
    public Verdict Evaluate(ToolCall call, Facts facts)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Judge(Use.OfTool(call.Tool, call.Arguments), facts, null);
    }

    /// <summary>Judges a call again whose arguments were stored.</summary>
    /// <param name="tool">The tool's exact name.</param>
    /// <param name="argumentsJson">The arguments' text as it came, or null when there were none.</param>
    /// <param name="facts">What is known now.</param>
    /// <exception cref="ArgumentException">The arguments are not strict JSON.</exception>
    public Verdict EvaluateStored(string tool, string? argumentsJson, Facts facts)
    {
        ArgumentNullException.ThrowIfNull(tool);
        if (argumentsJson is null)
        {
            return Judge(Use.OfTool(tool), facts, null);
        }

        using var arguments = StrictJson.Require(argumentsJson, nameof(argumentsJson));
        return Judge(Use.OfTool(tool, arguments.RootElement), facts, null);
    }

    /// <summary>Judges a use, and tells how.</summary>
    public Explanation Explain(Use use, Facts facts)
    {
        var trace = new Trace();
        return new Explanation(Judge(use, facts, trace), trace.Steps);
    }

    /// <summary>Whether the tool is left out of <c>tools/list</c>. Denied tools stay listed, hidden ones go; they are denied as <c>(hidden)</c>.</summary>
    public bool Hides(string tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return _hidden.Has(tool);
    }

    private Verdict Judge(in Use use, in Facts facts, Trace? trace)
    {
        ArgumentNullException.ThrowIfNull(use.Name);
        switch (use.Kind)
        {
            case UseKind.Tool when Hides(use.Name):
                trace?.Add("/hide", true, $"'{PrintableText.Of(use.Name)}' is hidden");
                return Unnamed.Hidden(use.Name);
            case UseKind.Tool:
                trace?.Add("/hide", false, $"'{PrintableText.Of(use.Name)}' is not hidden");
                return (_tools.Find(use.Name, trace) ?? OfCategory(facts, trace) ?? _otherTools).Judge(use, facts, trace);
            case UseKind.Resource when !PlainUri.Is(use.Name):
                return Unnamed.Wandering(use.Name);
            case UseKind.Resource:
                return (_resources.Find(use.Name, trace) ?? _otherwise).Judge(use, facts, trace);
            case UseKind.Prompt:
                return (_prompts.Find(use.Name, trace) ?? _otherwise).Judge(use, facts, trace);
            default:
                throw new ArgumentOutOfRangeException(nameof(use), use.Kind, "A tool, a resource or a prompt is used.");
        }
    }

    private Entry? OfCategory(in Facts facts, Trace? trace)
    {
        if (_categories.Count == 0)
        {
            return null;
        }

        var category = facts.Category ?? RiskWords.Unclassified;
        var entry = _categories.GetValueOrDefault(category);
        trace?.Add("/categories", entry is not null, $"the tool's category is {(facts.Category is null ? $"not known, so {category}" : category)}");
        return entry;
    }

    private static IEnumerable<KeyValuePair<string, Entry>> Ready(IReadOnlyDictionary<string, EntryDraft> drafts, RuleSet forAll) =>
        drafts.Select(draft => KeyValuePair.Create(draft.Key, new Entry(draft.Value, forAll)));
}
