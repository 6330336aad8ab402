using System.CommandLine;
using System.Text.Json;

namespace Approvals.Cli.Reviewing;

/// <summary><c>approvals settle</c>: records what a person found out about a call that may have run.</summary>
internal static class SettleCommand
{
    private static readonly Option<string> Outcome = new Option<string>("--outcome") { Required = true, Description = "What you found." }
        .AcceptOnlyFromAmong("ran", "did_not_run");

    private static readonly Option<string> Reason = new("--reason") { Required = true, HelpName = "TEXT", Description = "How you know. Recorded with your name." };

    public static Command Create() => ReviewerCommand.Create(
        "settle", "Say whether a call whose outcome is unknown ran.", RunAsync, ReviewerCommand.Id, Outcome, Reason, ReviewerCommand.AsJson);

    private static async Task<int> RunAsync(GatewayDoor door, ParseResult line, CancellationToken stop)
    {
        var outcome = line.GetRequiredValue(Outcome);
        var settled = await door.SettleAsync(line.GetRequiredValue(ReviewerCommand.Id), outcome, line.GetRequiredValue(Reason), stop);
        line.InvocationConfiguration.Output.WriteLine(line.GetValue(ReviewerCommand.AsJson)
            ? JsonSerializer.Serialize(settled.Json)
            : $"Settled: it {(outcome == "ran" ? "ran" : "did not run")}.");
        return ExitCode.Done;
    }
}
