using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Approvals.Cli.Audit;
using Approvals.Cli.Demo;
using Approvals.Cli.Doctor;
using Approvals.Cli.Policies;
using Approvals.Cli.Reviewing;

namespace Approvals.Cli;

internal static class Program
{
    private static Task<int> Main(string[] args) => RunAsync(args, Console.Out, Console.Error, Console.In);

    internal static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, TextReader? input = null, CancellationToken stop = default)
    {
        // Not a RootCommand: that calls itself after its file, and a file named approvals.dll hides Approvals.dll.
        var approvals = new Command("approvals", "A person decides before an agent's tool call runs.")
        {
            new HelpOption(),
            new VersionOption(),
            LookCommands.CreateList(),
            LookCommands.CreateShow(),
            WatchCommand.Create(),
            DecideCommand.Create("approve", "Show a request, ask, and approve exactly what was shown.", input ?? TextReader.Null),
            DecideCommand.Create("deny", "Show a request, ask, and deny it.", input ?? TextReader.Null),
            SettleCommand.Create(),
            DemoCommand.Create(),
            PolicyCommand.Create(),
            AuditCommand.Create(),
            DoctorCommand.Create(),
        };
        var line = approvals.Parse(args);
        var code = await line.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors }, stop);
        return line.Action is ParseErrorAction ? ExitCode.Usage : code;
    }
}
