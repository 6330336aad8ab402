using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Approvals.Cli.Audit;
using Approvals.Cli.Demo;

namespace Approvals.Cli;

internal static class Program
{
    private static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error);

    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        // Not a RootCommand: that calls itself after its file, and a file named approvals.dll hides Approvals.dll.
        var approvals = new Command("approvals", "A person decides before an agent's tool call runs.")
        {
            new HelpOption(),
            new VersionOption(),
            DemoCommand.Create(),
            AuditCommand.Create(),
        };
        var line = approvals.Parse(args);
        var code = await line.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return line.Action is ParseErrorAction ? ExitCode.Usage : code;
    }
}
