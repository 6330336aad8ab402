using System.Collections.Immutable;

namespace Approvals.Policies;

/// <summary>A verdict, and how the policy came to it.</summary>
/// <param name="Verdict">The same that <see cref="Policy.Evaluate(Use, Facts)"/> gives.</param>
/// <param name="Steps">Everything that was tried, in order. What was not needed for the verdict is not among it.</param>
public sealed record Explanation(Verdict Verdict, ImmutableArray<ExplainedStep> Steps);

/// <summary>One thing that was tried.</summary>
/// <param name="Rule">Where the document says so, as a JSON pointer, or the name of a rule that no entry names.</param>
/// <param name="Held">Whether it matched, held or fired.</param>
/// <param name="Words">What was compared with what, as a phrase in printable characters.</param>
public sealed record ExplainedStep(string Rule, bool Held, string Words);
