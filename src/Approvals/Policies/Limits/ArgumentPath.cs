using System.Text.Json;
using Approvals.Policies.Conditions;

namespace Approvals.Policies.Limits;

/// <summary>Where in a call's arguments a value is: <c>args.order.lines[0].count</c>. Paths with the same text are equal.</summary>
public sealed class ArgumentPath : IEquatable<ArgumentPath>
{
    private ArgumentPath(string text, Route route) => (Text, Route) = (text, route);

    /// <summary>The path as the document writes it.</summary>
    public string Text { get; }

    internal Route Route { get; }

    /// <summary>Reads a path; null when the text is none.</summary>
    public static ArgumentPath? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const string Root = Subject.Argument.Root;
        return text.Length <= Route.MaxLength && text.StartsWith(Root, StringComparison.Ordinal) && Route.Parse(text.AsSpan(Root.Length)) is { } route
            ? new ArgumentPath(text, route)
            : null;
    }

    public bool Equals(ArgumentPath? other) => other is not null && other.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as ArgumentPath);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    internal Found Find(JsonElement arguments) => Route.Find(arguments);
}
