using Approvals.Policies.Conditions;

namespace Approvals.Policies.Reading.Conditions;

/// <summary>Maps <c>path</c>.</summary>
internal static class PathMapper
{
    private static readonly string Kinds =
        $"\"args.\" and a name such as \"args.amount\" or \"args.lines[0].price\", \"tool.annotations.\" and a name, or one of \"{string.Join("\", \"", Subject.Facts.Select(fact => fact.Path))}\"";

    public static Subject? Map(Cursor path)
    {
        if (path.Text(Route.MaxLength) is not { } text)
        {
            return null;
        }

        if (Subject.Facts.FirstOrDefault(fact => fact.Path == text) is { } known)
        {
            return known;
        }

        if (RouteUnder(Subject.Argument.Root, text) is { } argument)
        {
            return new Subject.Argument(text, argument);
        }

        if (RouteUnder(Subject.Annotation.Root, text) is { } annotation)
        {
            return new Subject.Annotation(text, annotation);
        }

        var near = Nearest.To(text, Subject.Facts.Select(fact => fact.Path)) is { } meant ? $"; did you mean \"{meant}\"?" : "";
        path.Fail($"'path' must be {Kinds}, not \"{PrintableText.Of(text)}\"{near}");
        return null;
    }

    private static Route? RouteUnder(string root, string text) =>
        text.StartsWith(root, StringComparison.Ordinal) ? Route.Parse(text.AsSpan(root.Length)) : null;
}
