using System.Collections.Immutable;

namespace Approvals.Policies.Cases;

/// <summary>One call and what its policy must say of it.</summary>
/// <param name="Name">A sentence that says what is expected.</param>
/// <param name="Line">Where the case begins in its file, from 1.</param>
/// <param name="Kind">What is called: <c>tool</c>, <c>resource</c> or <c>prompt</c>.</param>
/// <param name="Tool">The tool's or prompt's name, or the resource's URI.</param>
/// <param name="ArgumentsJson">The arguments, a JSON object's text.</param>
/// <param name="Facts">What else is known when it is called.</param>
/// <param name="CallsBefore">How many equal calls were sent at the same instant before this one.</param>
/// <param name="Expected">What must come of it.</param>
public sealed record PolicyCase(
    string Name, int Line, string Kind, string Tool, string ArgumentsJson, CaseFacts Facts, int CallsBefore, Expected Expected);

/// <summary>What is known about a call besides itself. What is null is not known.</summary>
/// <param name="AnnotationsJson">The tool's annotations, a JSON object's text.</param>
/// <param name="Category">The tool's risk category.</param>
/// <param name="Severity">The tool's risk severity.</param>
/// <param name="GrantName">The grant's name.</param>
/// <param name="GrantOwner">Its owner.</param>
/// <param name="Time">When it is called, UTC.</param>
public sealed record CaseFacts(string? AnnotationsJson, string? Category, string? Severity, string? GrantName, string? GrantOwner, DateTimeOffset? Time);

/// <summary>What a case expects. Everything but the verdict is only compared when it is given.</summary>
/// <param name="Verdict"><c>allow</c>, <c>deny</c>, <c>require_approval</c> or <c>rate_limited</c>.</param>
/// <param name="Rule">The rule that decides.</param>
/// <param name="Reviewers">Who is asked, in any order.</param>
/// <param name="Hidden">Whether the tool is left out of the list of tools.</param>
public sealed record Expected(string Verdict, string? Rule, ImmutableArray<string>? Reviewers, bool? Hidden);
