using System.Collections.Immutable;
using Approvals.Policies.Limits;
using Approvals.Policies.Reading;

namespace Approvals.Policies.Narrowed;

/// <summary>Maps <c>approval.narrow</c>: which arguments reviewers may make less of.</summary>
internal static class NarrowMapper
{
    public static readonly IReadOnlyDictionary<string, NarrowDirection> Directions = new Dictionary<string, NarrowDirection>(StringComparer.Ordinal)
    {
        ["lower"] = NarrowDirection.Lower,
        ["higher"] = NarrowDirection.Higher,
        ["fewer"] = NarrowDirection.Fewer,
    };

    /// <returns>Null when there are none.</returns>
    public static ImmutableArray<NarrowRule>? Map(Cursor? rules)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        ImmutableArray<NarrowRule> mapped = rules is null ? [] : [.. rules.Items(NarrowRule.Most).Select(rule => Rule(rule, paths)).OfType<NarrowRule>()];
        return mapped.IsEmpty ? null : mapped;
    }

    private static NarrowRule? Rule(Cursor cursor, HashSet<string> paths)
    {
        if (cursor.Table(Vocabulary.Narrow) is not { } fields)
        {
            return null;
        }

        var (path, direction) = (fields.Required("path", "\"args.amount\""), fields.Required("direction", "\"lower\""));
        var text = path is null ? null : PathOf(path);
        if (text is not null && !paths.Add(text))
        {
            path!.Fail($"'{PrintableText.Of(text)}' is named twice; an argument is narrowed one way");
            return null;
        }

        return direction?.OneOf(Directions) is { } way && text is not null ? new NarrowRule(text, way) : null;
    }

    private static string? PathOf(Cursor cursor)
    {
        if (cursor.Node is Node.Text { Value: var text } && ArgumentPath.Parse(text) is not null)
        {
            return text;
        }

        cursor.MustBe("the path of an argument, such as \"args.amount\"");
        return null;
    }
}
