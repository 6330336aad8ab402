using System.CommandLine;
using Approvals.Cli.Demo;

namespace Approvals.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("Approvals: people decide before an agent's tool call runs.") { DemoCommand.Create() };
        var line = root.Parse(args);
        var code = await line.InvokeAsync();
        return line.Errors.Count > 0 && line.Action is System.CommandLine.Invocation.ParseErrorAction ? ExitCode.Usage : code;
    }
}
