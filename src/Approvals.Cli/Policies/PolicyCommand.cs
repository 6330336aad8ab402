using System.CommandLine;

namespace Approvals.Cli.Policies;

/// <summary><c>approvals policy</c>: what the owner of policies does without a gateway.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Work on policies. Needs no gateway.")
    {
        ImportCommand.Create(),
    };
}
