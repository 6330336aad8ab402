using System.Text.Json;

namespace Approvals.Policies;

/// <summary>What is known around a call, for conditions and categories. What is not known is left out: a path to it is missing.</summary>
/// <param name="Grant">The grant's name: <c>grant.name</c>.</param>
/// <param name="Owner">Who answers for the grant: <c>grant.owner</c>.</param>
/// <param name="Now">When the call is judged; <c>time.weekday</c> and <c>time.hour</c> are of this instant in UTC.</param>
public readonly record struct Facts(string? Grant, string? Owner, DateTimeOffset Now)
{
    /// <summary>The tool's annotations, an object from <see cref="Calls.StrictJson"/>; Undefined when the tool's definition is not known. They are the upstream's claim.</summary>
    public JsonElement Annotations { get; init; }

    /// <summary>The tool's risk class, one of <see cref="RiskWords.Categories"/>; null when nobody classified it.</summary>
    public string? Category { get; init; }

    /// <summary>How bad the tool can be, one of <see cref="RiskWords.Severities"/>; null when nobody classified it.</summary>
    public string? Severity { get; init; }
}
