using System.CommandLine;
using Approvals.Cli.Policies.Import;
using Approvals.Cli.Policies.Import.Sources;

namespace Approvals.Cli.Policies;

/// <summary><c>approvals policy import</c>: writes a policy from what another program was configured with, and says what it could not carry over.</summary>
internal static class ImportCommand
{
    private const string Auto = "auto";

    private static readonly Argument<string> Source = new("FILE") { Description = "A policy of PolicyLayer or Intercept, or settings of Claude Code or Cursor; JSON or YAML." };

    private static readonly Option<string> From = Named(new Option<string>("--from")
    {
        HelpName = "DIALECT",
        DefaultValueFactory = _ => Auto,
        Description = "What it is written in: auto, seed (rules with action, rate_limit and reason), intercept, claude or cursor.",
    });

    private static readonly Option<string?> Server = new("--server") { HelpName = "NAME", Description = "The MCP server whose tools are imported, where lists of permissions are about several." };

    private static readonly Option<FileInfo?> Out = new("--out") { HelpName = "FILE", Description = "Write the policy there instead of printing it. The file must not exist." };

    public static Command Create()
    {
        var command = new Command("import", "Write a policy from another program's, never a looser one. What is stricter or left out is said line by line on stderr.") { Source, From, Server, Out, PolicyCommand.AsJson };
        command.SetAction(line => PolicyCommand.Run(line, () => Run(line)));
        return command;
    }

    private static int Run(ParseResult line)
    {
        var file = line.GetRequiredValue(Source);
        using var source = File.OpenRead(file);
        // One byte more than may be read shows that there is more.
        var bytes = new byte[Math.Min(source.Length, SourceText.MostBytes + 1)];
        source.ReadExactly(bytes);
        var answer = Importer.Import(bytes, DialectOf(line.GetValue(From)!), line.GetValue(Server));
        if (answer is ImportAnswer.Imported imported && line.GetValue(Out) is { } target)
        {
            using var written = new StreamWriter(target.Open(FileMode.CreateNew));
            written.Write(PolicyWriter.Text(imported.Document));
        }

        new ImportPrinter(file, line.GetValue(Out)?.FullName, line.InvocationConfiguration).Print(answer, line.GetValue(PolicyCommand.AsJson));
        return answer is ImportAnswer.Imported ? ExitCode.Done : ExitCode.Failed;
    }

    private static Option<string> Named(Option<string> from)
    {
        from.AcceptOnlyFromAmong([Auto, .. Enum.GetNames<Dialect>().Select(name => name.ToLowerInvariant())]);
        return from;
    }

    private static Dialect? DialectOf(string name) => name == Auto ? null : Enum.Parse<Dialect>(name, ignoreCase: true);
}
