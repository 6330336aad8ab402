using System.Buffers;

namespace Approvals.Policies.Reading;

/// <summary>Maps the root of a document. It goes on after a problem, so that all are found.</summary>
internal sealed class PolicyMapper(Problems problems)
{
    private const int DescriptionLength = 2000;
    private const int NameLength = 256;

    private static readonly SearchValues<char> GlobSigns = SearchValues.Create("*?");

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

        var entries = fields["tools"] is { } tools ? Tools(tools) : draft.Entries;
        return draft with
        {
            Description = fields["description"]?.Text(DescriptionLength),
            Otherwise = Default(fields["default"]),
            Hidden = fields["hide"] is { } hide ? [.. hide.Items().Select(Hidden).OfType<string>()] : [],
            Entries = entries,
            Limits = _limits.All,
        };
    }

    private static Func<string, Verdict> Default(Cursor? given) => given?.OneOf(ToolMapper.Actions) switch
    {
        ToolAction.Allow => Unnamed.Allowed,
        ToolAction.RequireApproval => Unnamed.Asked,
        _ => Unnamed.Denied,
    };

    private string? Hidden(Cursor item)
    {
        var name = item.Text(NameLength);
        if (name is null or PolicyDraft.Everything)
        {
            return name;
        }

        return IsExact(name, item.Node.At) ? name : null;
    }

    private Dictionary<string, Verdict> Tools(Cursor tools)
    {
        var mapper = new ToolMapper(_limits);
        var entries = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        foreach (var (member, value) in tools.Entries())
        {
            // Mapped even when its name is wrong, so that its own problems are found too.
            var verdict = mapper.Map(member.Key, value);
            if (IsExact(member.Key, member.At) && verdict is not null)
            {
                entries.Add(member.Key, verdict);
            }
        }

        return entries;
    }

    private bool IsExact(string name, int at)
    {
        if (name.Length is 0 or > NameLength)
        {
            problems.Add(at, $"a tool's name has 1 to {NameLength} characters, not {name.Length}");
            return false;
        }

        if (name.AsSpan().ContainsAny(GlobSigns))
        {
            problems.Add(at, $"'{PrintableText.Of(name)}': globs are not supported in this version yet; name each tool");
            return false;
        }

        return true;
    }
}
