namespace Approvals.Cli;

internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>The command line is wrong, or nobody is there to talk to.</summary>
    public const int Usage = 2;

    /// <summary>As shells report a program that Ctrl-C ended.</summary>
    public const int Interrupted = 130;
}
