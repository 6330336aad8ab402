namespace Approvals.Cli.Policies.Import.Sources;

/// <summary>The source cannot be imported at all; the message says why, and what would be right.</summary>
internal sealed class UnreadableException(Mark at, string message) : Exception(message)
{
    public Mark At => at;
}
