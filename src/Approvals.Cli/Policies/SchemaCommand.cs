using System.CommandLine;
using Approvals.Policies.Schema;

namespace Approvals.Cli.Policies;

/// <summary><c>approvals policy schema</c>: the language's JSON Schema, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of policies, for editors to complete and mark errors with.");
        command.SetAction(line =>
        {
            line.InvocationConfiguration.Output.Write(PolicySchema.Text);
            return ExitCode.Done;
        });
        return command;
    }
}
