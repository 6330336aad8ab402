using System.Collections.Immutable;

namespace Approvals.Policies.Conditions;

/// <summary>What a condition looks at.</summary>
/// <param name="Path">As the document writes it.</param>
internal abstract record Subject(string Path)
{
    // In the order of DayOfWeek.
    private static readonly ImmutableArray<string> Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>Every path that is not inside the arguments or annotations.</summary>
    public static readonly ImmutableArray<Fact> Facts =
    [
        new("tool.category", FoundKind.Text, RiskWords.Categories, facts => new Found(facts.Category)),
        new("tool.severity", FoundKind.Text, RiskWords.Severities, facts => new Found(facts.Severity)),
        new("grant.name", FoundKind.Text, [], facts => new Found(facts.Grant)),
        new("grant.owner", FoundKind.Text, [], facts => new Found(facts.Owner)),
        new("time.weekday", FoundKind.Text, Weekdays, facts => new Found(Weekdays[(int)facts.Now.UtcDateTime.DayOfWeek])),
        new("time.hour", FoundKind.Number, [], facts => new Found(facts.Now.UtcDateTime.Hour)),
    ];

    /// <summary>Whether it is about the tool, whose definition has to be looked up.</summary>
    public bool IsOfTool => Path.StartsWith("tool.", StringComparison.Ordinal);

    public abstract Found Find(in Use use, in Facts facts);

    /// <summary><c>args.…</c></summary>
    internal sealed record Argument(string Path, Route Route) : Subject(Path)
    {
        public const string Root = "args";

        public override Found Find(in Use use, in Facts facts) => Route.Find(use.Arguments);
    }

    /// <summary><c>tool.annotations.…</c></summary>
    internal sealed record Annotation(string Path, Route Route) : Subject(Path)
    {
        public const string Root = "tool.annotations";

        public override Found Find(in Use use, in Facts facts) => Route.Find(facts.Annotations);
    }

    /// <param name="Path">As the document writes it.</param>
    /// <param name="Kind">A text, or an hour from 0 to 23.</param>
    /// <param name="Words">Everything that the text can be; empty when it can be any.</param>
    /// <param name="Read">Takes it from what is known.</param>
    internal sealed record Fact(string Path, FoundKind Kind, ImmutableArray<string> Words, Func<Facts, Found> Read) : Subject(Path)
    {
        public override Found Find(in Use use, in Facts facts) => Read(facts);
    }
}
