using System.CommandLine;
using System.Text.Json;

namespace Approvals.Cli.Reviewing;

/// <summary><c>approvals approve</c> and <c>approvals deny</c>: shows the request, asks, and decides about exactly what was shown.</summary>
internal static class DecideCommand
{
    private static readonly Option<string?> Reason = new("--reason") { HelpName = "TEXT", Description = "Recorded with your name. When you deny, the agent reads it." };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask. Needs --fingerprint, which says what was looked at." };

    private static readonly Option<string?> Fingerprint = new("--fingerprint") { HelpName = "HEX", Description = "The fingerprint of the request that you looked at. Needs --yes." };

    public static Command Create(string decision, string description, TextReader input)
    {
        var command = ReviewerCommand.Create(
            decision, description, (door, line, stop) => RunAsync(decision, input, door, line, stop),
            ReviewerCommand.Id, Reason, Yes, Fingerprint, ReviewerCommand.AsJson);
        command.Validators.Add(line =>
        {
            if (line.GetValue(Yes) != line.GetResult(Fingerprint) is not null)
            {
                line.AddError("--yes and --fingerprint go together: give both, or neither to be asked.");
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(string decision, TextReader input, GatewayDoor door, ParseResult line, CancellationToken stop)
    {
        var (output, errors) = (line.InvocationConfiguration.Output, line.InvocationConfiguration.Error);
        var asJson = line.GetValue(ReviewerCommand.AsJson);
        var shown = await door.FindAsync(line.GetRequiredValue(ReviewerCommand.Id), stop);
        LookCommands.Print(asJson ? errors : output, shown);
        // What is resolved needs no question: the gateway says who was first.
        if (!line.GetValue(Yes) && shown.IsPending && !Agrees(decision, input, errors, out var why))
        {
            errors.WriteLine(why);
            return ExitCode.Failed;
        }

        var decided = await door.DecideAsync(shown.Id, decision, line.GetValue(Reason), line.GetValue(Fingerprint) ?? shown.Fingerprint, stop);
        output.WriteLine(asJson ? JsonSerializer.Serialize(decided.Json) : Words(decision, decided));
        return ExitCode.Done;
    }

    private static bool Agrees(string decision, TextReader input, TextWriter errors, out string why)
    {
        errors.Write($"{(decision == "approve" ? "Approve" : "Deny")} exactly this call? [y/N] ");
        errors.Flush();
        var answer = input.ReadLine();
        why = answer is null
            ? "Nobody is there to be asked; nothing was decided. Give --yes and --fingerprint."
            : "Nothing was decided.";
        return answer?.Trim() is "y" or "Y" or "yes";
    }

    private static string Words(string decision, Approval decided) => decided.IsPending
        ? "Recorded. It waits for others to agree."
        : decision == "approve" ? "Approved." : "Denied.";
}
