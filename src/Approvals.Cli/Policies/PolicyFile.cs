using System.Collections.Immutable;
using Approvals.Policies;
using Approvals.Policies.Cases;

namespace Approvals.Cli.Policies;

/// <summary>A policy's file, and the cases beside it.</summary>
internal sealed record PolicyFile(string Path)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The files that a path of the command line means: itself, or every policy of a folder; null if there is nothing.</summary>
    public static IReadOnlyList<PolicyFile>? At(string path)
    {
        if (Directory.Exists(path))
        {
            return [.. Directory.EnumerateFiles(path, "*.json").Where(PolicyFileNames.IsPolicy).Order(StringComparer.Ordinal).Select(file => new PolicyFile(file))];
        }

        return File.Exists(path) ? [new PolicyFile(path)] : null;
    }

    public Policy? Read(out ImmutableArray<PolicyProblem> problems) => PolicyReader.Read(Name, Path, File.ReadAllBytes(Path), out problems);

    /// <summary>Its cases; none, and no problem, when it has no file of them.</summary>
    public ImmutableArray<PolicyCase> ReadCases(out ImmutableArray<PolicyProblem> problems)
    {
        problems = [];
        var file = PolicyFileNames.CasesOf(Path);
        return File.Exists(file) ? CasesReader.Read(file, File.ReadAllBytes(file), out problems) : [];
    }
}
