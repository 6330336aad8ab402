using System.Collections.Immutable;

namespace Approvals.Policies;

/// <summary>The words for a tool's risk that a policy can name. Case matters.</summary>
public static class RiskWords
{
    /// <summary>The class of a tool that nobody classified: without annotations a tool counts as destructive (MCP specification).</summary>
    public const string Unclassified = "Destructive";

    /// <summary>The class of a tool that changes nothing.</summary>
    public const string Harmless = "Read";

    /// <summary>The risk classes: keys of <c>categories</c>, values of <c>tool.category</c>.</summary>
    public static ImmutableArray<string> Categories { get; } = [Harmless, "Write", "Execute", Unclassified, "Financial", "Credential"];

    /// <summary>From mild to bad: values of <c>tool.severity</c>.</summary>
    public static ImmutableArray<string> Severities { get; } = ["low", "medium", "high", "critical"];

    /// <summary>Whether a severity is high or worse; null is not.</summary>
    public static bool IsHigh(string? severity) => severity is not null && Severities.IndexOf(severity) >= Severities.IndexOf("high");

    /// <summary>The worse of two severities; one that is not said does not count.</summary>
    public static string? Worse(string? one, string? other) => Rank(one) >= Rank(other) ? one : other;

    private static int Rank(string? severity) => severity is null ? -1 : Severities.IndexOf(severity);
}
