using System.Collections.Immutable;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies.Import.Lists;

/// <summary>One rule of a list in which the first that matches decides.</summary>
/// <param name="At">Where it stands.</param>
/// <param name="Pattern">A tool's name, or a glob.</param>
/// <param name="Action">What it says.</param>
/// <param name="Reason">Why; null when the source does not say.</param>
internal sealed record ListedRule(Mark At, string Pattern, ImportedAction Action, string? Reason = null)
{
    public ImmutableArray<ImportedLimit> Limits { get; init; } = [];
}
