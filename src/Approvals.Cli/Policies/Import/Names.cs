using System.Collections.Immutable;
using Approvals.Cli.Policies.Import.Lists;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import;

/// <summary>Names and texts as the policy language takes them.</summary>
internal static class Names
{
    /// <summary>The greatest <c>max</c> of a limit.</summary>
    public const long MostCalls = 1_000_000_000;

    private const int LongestName = 256;
    private const int LongestReason = 500;
    private const int LongestDescription = 2_000;

    public static string Tool(string name, Mark at) => name.Length is > 0 and <= LongestName
        ? name
        : throw new UnreadableException(at, $"a tool's name has 1 to {LongestName} characters, not {name.Length}");

    public static ImmutableArray<string> Hidden(IReadOnlyList<SourceNode> listed, Notes notes)
    {
        var hidden = ImmutableArray.CreateBuilder<string>();
        foreach (var item in listed)
        {
            var name = item is SourceNode.Text text ? Tool(text.Value, text.At) : throw new UnreadableException(item.At, $"a hidden tool must be a text, not {item.Kind}");
            if (name != "*" && Glob.IsGlob(name))
            {
                notes.Stricter(item.At, $"'{name}' is a pattern here and was a name there; every tool that it matches is hidden");
            }

            hidden.Add(name);
        }

        return [.. hidden.Distinct()];
    }

    public static string? Description(Fields fields) => fields.Text("description") is { Length: > 0 } text ? Cut(text, LongestDescription) : null;

    public static string? Reason(Fields rule, string key, Notes notes)
    {
        if (rule.Text(key) is not { Length: > 0 } reason)
        {
            return null;
        }

        if (reason.Length > LongestReason)
        {
            notes.LeftOut(rule[key]!.At, $"the text is cut to {LongestReason} characters");
        }

        return Cut(reason, LongestReason);
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
