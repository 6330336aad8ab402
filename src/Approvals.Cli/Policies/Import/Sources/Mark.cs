namespace Approvals.Cli.Policies.Import.Sources;

/// <summary>A place in the source: line and column, both from 1.</summary>
internal readonly record struct Mark(int Line, int Column);
