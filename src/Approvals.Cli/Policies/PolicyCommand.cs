using System.CommandLine;

namespace Approvals.Cli.Policies;

/// <summary><c>approvals policy</c>: what the owner of policies needs before production tells them.</summary>
internal static class PolicyCommand
{
    public static readonly Option<bool> AsJson = new("--json") { Description = "Write JSON for programs." };

    public static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Policies, or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create() => new("policy", "Check, test, explain, compare and import policies.")
    {
        LintCommand.Create(),
        TestCommand.Create(),
        ExplainCommand.Create(),
        DiffCommand.Create(),
        ImportCommand.Create(),
        SchemaCommand.Create(),
    };

    /// <summary>The files of the command line; null, and said, if there is nothing at a path.</summary>
    public static List<PolicyFile>? FilesOf(ParseResult line)
    {
        var files = new List<PolicyFile>();
        foreach (var path in line.GetRequiredValue(Paths))
        {
            if (PolicyFile.At(path) is not { Count: > 0 } found)
            {
                line.InvocationConfiguration.Error.WriteLine(InertText.Of($"There is no policy at {path}. Name a policy's file, or a folder with at least one."));
                return null;
            }

            files.AddRange(found);
        }

        return files;
    }

    /// <summary>Runs, and says what cannot be read.</summary>
    public static int Run(ParseResult line, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            line.InvocationConfiguration.Error.WriteLine(InertText.Of(unreadable.Message));
            return ExitCode.Usage;
        }
    }
}
