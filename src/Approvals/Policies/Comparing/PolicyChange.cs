using System.Collections.Immutable;

namespace Approvals.Policies.Comparing;

/// <summary>What a change of a policy means for one tool, resource, prompt, category, or for everything else.</summary>
/// <param name="Subject">For example <c>tools/refund</c>, <c>categories/Read</c>, <c>default</c> or <c>mode</c>.</param>
/// <param name="Before">What was said before, in a few words.</param>
/// <param name="After">What is said now.</param>
/// <param name="Details">What differs inside, a line each: a JSON pointer below the entry, and the two values.</param>
public sealed record PolicyChange(string Subject, string Before, string After, ImmutableArray<string> Details)
{
    /// <summary>
    /// Whether a call may go now that was stopped or asked about before, as far as that is told without judging calls: a milder action is
    /// looser, and any change of conditions, limits or terms may be.
    /// </summary>
    public required bool MayBeLooser { get; init; }
}
