using System.Collections.Immutable;

namespace Approvals.Cli.Policies.Import.Intercept;

/// <summary>What the rules of one tool, or of "*", come to. All of them hold.</summary>
internal sealed record InterceptEntry(ImportedAction Action, string? Reason)
{
    public static readonly InterceptEntry Open = new(ImportedAction.Allow, null);

    public ImmutableArray<ImportedGroup> Require { get; init; } = [];

    public ImmutableArray<ImportedGroup> Ask { get; init; } = [];

    public ImmutableArray<ImportedLimit> Limits { get; init; } = [];

    /// <summary>The shortest that an unconditional question names.</summary>
    public TimeSpan? Expires { get; init; }

    public InterceptEntry Stricter(ImportedAction action, string? reason) => action <= Action ? this : this with { Action = action, Reason = reason ?? Reason };

    public InterceptEntry Asking(string? reason, TimeSpan? expires) =>
        Stricter(ImportedAction.RequireApproval, reason) with { Expires = Shorter(Expires, expires) };

    /// <summary>What holds for every tool has a place of its own for groups and limits, but not for an action.</summary>
    public InterceptEntry WithActionOf(InterceptEntry everything) => Stricter(everything.Action, everything.Reason) with { Expires = Shorter(Expires, everything.Expires) };

    public ImportedTool Tool() => Action == ImportedAction.Deny
        ? new ImportedTool(Action, Reason)
        : new ImportedTool(Action, Reason) { Require = Require, Ask = Ask, Limits = Limits, Expires = Expires };

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other ?? one : one;
}
