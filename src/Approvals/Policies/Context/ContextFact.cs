using System.Text.Json.Serialization;

namespace Approvals.Policies.Context;

/// <summary>What the gateway asked a request's upstream for those who decide, and what came of it.</summary>
/// <param name="Tool">The tool's name.</param>
/// <param name="ArgumentsJson">What it was called with, or null for nothing.</param>
/// <param name="Answer">What it said.</param>
public sealed record ContextFact(string Tool, string? ArgumentsJson, ContextAnswer Answer);

/// <summary>What came of it. A closed family: match it with <c>switch</c>.</summary>
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(Said), "said")]
[JsonDerivedType(typeof(Silent), "silent")]
public abstract record ContextAnswer
{
    private ContextAnswer()
    {
    }

    /// <summary>No answer yet.</summary>
    public sealed record Waiting : ContextAnswer;

    /// <summary>The upstream's words: its claim, and no more.</summary>
    /// <param name="Json">A JSON value: what it said in structure, or its text as a string.</param>
    /// <param name="Left">How many characters more it said, which were not kept.</param>
    /// <param name="IsError">Whether it calls its answer an error.</param>
    public sealed record Said(string Json, int Left, bool IsError) : ContextAnswer;

    /// <summary>It was not asked, or did not answer.</summary>
    /// <param name="Why">A sentence for those who decide.</param>
    public sealed record Silent(string Why) : ContextAnswer;
}
