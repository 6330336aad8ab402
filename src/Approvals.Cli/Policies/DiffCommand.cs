using System.CommandLine;
using System.Text.Json;
using Approvals.Policies.Comparing;
using Approvals.Rendering;

namespace Approvals.Cli.Policies;

/// <summary><c>approvals policy diff</c>: what a change of a policy means for each tool.</summary>
internal static class DiffCommand
{
    private static readonly Argument<FileInfo> Before = new Argument<FileInfo>("BEFORE") { Description = "The policy as it was." }.AcceptExistingOnly();

    private static readonly Argument<FileInfo> After = new Argument<FileInfo>("AFTER") { Description = "The policy as it will be." }.AcceptExistingOnly();

    private static readonly Option<bool> FailIfLooser = new("--fail-if-looser") { Description = "End with 1 if a call may go that was stopped or asked about before." };

    public static Command Create()
    {
        var command = new Command("diff", "Say what changes for each tool between two versions of a policy.") { Before, After, FailIfLooser, PolicyCommand.AsJson };
        command.SetAction(line => PolicyCommand.Run(line, () => Run(line)));
        return command;
    }

    private static int Run(ParseResult line)
    {
        var (output, errors) = (line.InvocationConfiguration.Output, line.InvocationConfiguration.Error);
        var files = new[] { line.GetRequiredValue(Before), line.GetRequiredValue(After) }.Select(file => new PolicyFile(file.FullName)).ToList();
        var isBroken = false;
        foreach (var file in files)
        {
            file.Read(out var problems);
            foreach (var problem in problems)
            {
                errors.WriteLine(VisibleText.Flat(problem.ToString()));
                isBroken = true;
            }
        }

        if (isBroken)
        {
            return ExitCode.Failed;
        }

        var changes = PolicyDiff.Between(File.ReadAllBytes(files[0].Path), File.ReadAllBytes(files[1].Path));
        if (line.GetValue(PolicyCommand.AsJson))
        {
            output.WriteLine(JsonSerializer.Serialize(changes, PolicyJson.Readable));
        }
        else
        {
            Print(output, changes);
        }

        return line.GetValue(FailIfLooser) && changes.Any(change => change.MayBeLooser) ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Print(TextWriter output, IReadOnlyList<PolicyChange> changes)
    {
        foreach (var change in changes)
        {
            output.WriteLine(InertText.Of($"{change.Subject}: {(change.Before == change.After ? change.After : $"{change.Before} -> {change.After}")}{(change.MayBeLooser ? "  (may be looser)" : "")}"));
            foreach (var detail in change.Details)
            {
                output.WriteLine($"    {InertText.Of(detail)}");
            }
        }

        if (changes.Count == 0)
        {
            output.WriteLine("Nothing changes for any tool.");
        }
    }
}
