using System.CommandLine;

namespace Approvals.Cli.Reviewing;

/// <summary><c>approvals watch</c>: tells what waits and what becomes of it, until it is stopped.</summary>
internal static class WatchCommand
{
    public static Command Create() =>
        ReviewerCommand.Create("watch", "Tell what waits and what becomes of it, until Ctrl-C.", RunAsync, ReviewerCommand.AsJson);

    private static async Task<int> RunAsync(GatewayDoor door, ParseResult line, CancellationToken stop)
    {
        var (output, errors) = (line.InvocationConfiguration.Output, line.InvocationConfiguration.Error);
        await using var watch = new Watch(door, new WatchPrinter(output, errors, line.GetValue(ReviewerCommand.AsJson)));
        await watch.RunAsync(stop);
        return ExitCode.Done;
    }
}
