using System.Collections.Immutable;

namespace Approvals.Cli.Policies.Import;

/// <summary>What every dialect is read into, and the writer writes.</summary>
/// <param name="Description">Null when there is none.</param>
/// <param name="Default">For tools that no entry names.</param>
/// <param name="Hide">Names or globs.</param>
/// <param name="AllTools">Groups and limits that hold for every tool besides its own; it has no action.</param>
/// <param name="Tools">By exact name or glob.</param>
internal sealed record ImportedPolicy(
    string? Description,
    ImportedAction Default,
    ImmutableArray<string> Hide,
    ImportedTool AllTools,
    IReadOnlyDictionary<string, ImportedTool> Tools);

/// <summary>In the order of strictness: of two, the greater holds.</summary>
internal enum ImportedAction
{
    Allow,
    RequireApproval,
    Deny,
}

/// <summary>One entry of <c>tools</c>.</summary>
internal sealed record ImportedTool(ImportedAction Action, string? Reason = null)
{
    public static readonly ImportedTool Open = new(ImportedAction.Allow);

    public ImmutableArray<ImportedLimit> Limits { get; init; } = [];

    public ImmutableArray<ImportedGroup> Require { get; init; } = [];

    /// <summary>Groups under which a person is asked.</summary>
    public ImmutableArray<ImportedGroup> Ask { get; init; } = [];

    /// <summary>How long a question stands; null for the gateway's own default.</summary>
    public TimeSpan? Expires { get; init; }
}

/// <summary>Conditions that hold together, and what is read when they decide.</summary>
internal sealed record ImportedGroup(ImmutableArray<ImportedCondition> Conditions, string? Text, TimeSpan? Expires = null);

/// <param name="Path">Such as <c>args.amount</c>.</param>
/// <param name="Op">One of the language's operators.</param>
/// <param name="Value">JSON.</param>
internal sealed record ImportedCondition(string Path, string Op, string Value);

/// <param name="Counter">Null for the shorthand <c>rate_limit</c>, which is counted for each session.</param>
/// <param name="Window">Up to a day.</param>
/// <param name="Max">From 1.</param>
/// <param name="Scope">Who shares the counter.</param>
/// <param name="Amount">The argument that is charged; null when each call counts as one.</param>
internal sealed record ImportedLimit(string? Counter, TimeSpan Window, long Max, string Scope, string? Amount = null);
