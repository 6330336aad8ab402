using System.CommandLine;
using System.Text.Json;

namespace Approvals.Cli.Reviewing;

/// <summary><c>approvals list</c> and <c>approvals show</c>.</summary>
internal static class LookCommands
{
    private static readonly Option<string> Status = new("--status")
    {
        Description = "Which requests: pending, approved, denied, expired, withdrawn or all.",
        DefaultValueFactory = _ => "pending",
    };

    public static Command CreateList()
    {
        Status.AcceptOnlyFromAmong("pending", "approved", "denied", "expired", "withdrawn", "all");
        return ReviewerCommand.Create("list", "List requests, the newest first.", ListAsync, Status, ReviewerCommand.AsJson);
    }

    public static Command CreateShow() =>
        ReviewerCommand.Create("show", "Show one request whole, with every argument.", ShowAsync, ReviewerCommand.Id, ReviewerCommand.AsJson);

    private static async Task<int> ListAsync(GatewayDoor door, ParseResult line, CancellationToken stop)
    {
        var (output, errors) = (line.InvocationConfiguration.Output, line.InvocationConfiguration.Error);
        var (items, hasMore) = await door.ListAsync(line.GetRequiredValue(Status), stop);
        foreach (var approval in items)
        {
            output.WriteLine(line.GetValue(ReviewerCommand.AsJson) ? JsonSerializer.Serialize(approval.Json) : approval.Line());
        }

        if (items.Count == 0)
        {
            errors.WriteLine("Nothing.");
        }
        else if (hasMore)
        {
            errors.WriteLine($"These are the newest {items.Count}; there are more.");
        }

        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(GatewayDoor door, ParseResult line, CancellationToken stop)
    {
        var approval = await door.FindAsync(line.GetRequiredValue(ReviewerCommand.Id), stop);
        var output = line.InvocationConfiguration.Output;
        if (line.GetValue(ReviewerCommand.AsJson))
        {
            // The default encoder writes out whatever a terminal could be led astray by.
            output.WriteLine(JsonSerializer.Serialize(approval.Json));
        }
        else
        {
            Print(output, approval);
        }

        return ExitCode.Done;
    }

    public static void Print(TextWriter output, Approval approval)
    {
        foreach (var text in approval.Whole())
        {
            output.WriteLine(text);
        }
    }
}
