using Approvals.Gateway.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Approvals.Gateway.Startup;

/// <summary>A start that failed for a reason the operator can mend: told in words on the error stream, without a stack trace.</summary>
internal static class StartFailure
{
    public const int ExitCode = 2;

    /// <summary>Whether <see cref="Report"/> has words for it; anything else is a defect and keeps its stack trace.</summary>
    public static bool Explains(Exception failure) => Lines(failure) is not null;

    public static int Report(Exception failure, TextWriter? error = null)
    {
        error ??= Console.Error;
        var lines = Lines(failure) ?? [failure.Message];
        error.WriteLine(failure is IOException
            ? "Approvals cannot start: its address is taken"
            : $"Approvals cannot start: {lines.Count} {(lines.Count == 1 ? "problem" : "problems")} in the configuration");
        foreach (var line in lines)
        {
            error.WriteLine($"  {line}");
        }

        return ExitCode;
    }

    /// <summary>Its words, a line a problem; null for a defect.</summary>
    public static IReadOnlyList<string>? Lines(Exception failure) => failure switch
    {
        ConfigurationProblems problems => problems.Lines,
        // The host reads appsettings.json and the command line before we are asked.
        InvalidDataException unreadable => [ConfigurationFile.Explain(unreadable)],
        FormatException { Source: "Microsoft.Extensions.Configuration.CommandLine" } argument => [$"command line: {argument.Message}"],
        IOException { InnerException: AddressInUseException } taken => [$"urls: {taken.Message.TrimEnd('.')}; stop what listens there, or give another with --urls"],
        _ => null,
    };
}
