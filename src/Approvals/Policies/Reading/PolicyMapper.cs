using Approvals.Policies.Context;
using Approvals.Policies.Rules;

namespace Approvals.Policies.Reading;

/// <summary>Maps the root of a document. It goes on after a problem, so that all are found.</summary>
internal sealed class PolicyMapper(Problems problems)
{
    public const int DescriptionLength = 2000;

    public static readonly IReadOnlyDictionary<string, PolicyMode> Modes = new Dictionary<string, PolicyMode>(StringComparer.Ordinal)
    {
        ["enforce"] = PolicyMode.Enforce,
        ["shadow"] = PolicyMode.Shadow,
    };

    private readonly LimitMapper _limits = new();

    public PolicyDraft Map(Node root, PolicyDraft draft)
    {
        if (new Cursor(root, "", "a policy", problems).Table(Vocabulary.Root) is not { } fields)
        {
            return draft;
        }

        if (fields.Required("version", "\"1\"") is { Node: not Node.Text { Value: "1" } } version)
        {
            version.MustBe("\"1\" (a string: the language's version)");
        }

        // For editors: where they find the schema.
        _ = fields["$schema"]?.Text(DescriptionLength);

        var inputs = fields["inputs"]?.OneOf(EntryMapper.Inputs) ?? MoreInput.Review;
        var entries = new EntryMapper(_limits, inputs);
        var mapped = draft with
        {
            Description = fields["description"]?.Text(DescriptionLength),
            Mode = fields["mode"]?.OneOf(Modes) ?? PolicyMode.Enforce,
            Otherwise = Default(fields["default"]) with { Inputs = inputs },
            Hidden = fields["hide"] is { } hide ? [.. hide.Items().Select(Names.Tools.Hidden).OfType<string>()] : [],
            ForAllTools = fields["all_tools"]?.Table(Vocabulary.AllTools) is { } forAll ? entries.Rules("This tool", forAll) : RuleSet.Empty,
            Categories = Table(fields["categories"], Names.Categories, entries),
            Tools = Table(fields["tools"], Names.Tools, entries),
            Resources = Table(fields["resources"], Names.Resources, entries),
            Prompts = Table(fields["prompts"], Names.Prompts, entries),
            Limits = _limits.All,
        };
        ContextMapper.Check(mapped, problems);
        return mapped;
    }

    private static EntryDraft Default(Cursor? given) => given?.OneOf(EntryMapper.Actions) switch
    {
        ToolAction.Allow => Unnamed.Allowed,
        ToolAction.RequireApproval => Unnamed.Asked,
        _ => Unnamed.Denied,
    };

    private static Dictionary<string, EntryDraft> Table(Cursor? table, Names names, EntryMapper mapper)
    {
        var entries = new Dictionary<string, EntryDraft>(StringComparer.Ordinal);
        foreach (var (member, value) in table?.Entries() ?? [])
        {
            // Mapped even when its name is wrong, so that its own problems are found too.
            var entry = mapper.Map(names.InSentence(member.Key), value);
            if (names.Accept(member, value) && entry is not null)
            {
                entries.Add(member.Key, entry);
            }
        }

        return entries;
    }
}
