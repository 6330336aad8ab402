using Approvals.Gateway.Configuration;
using System.Text.Json;

namespace Approvals.Gateway.Startup;

/// <summary>The file named by <c>--config PATH</c> or <c>APPROVALS_CONFIG</c>; paths in the configuration are relative to its folder.</summary>
internal sealed record ConfigurationFile(string Path, string NamedBy)
{
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The file that was named, or null when none was.</summary>
    /// <exception cref="ConfigurationProblems"><c>--config</c> has no path.</exception>
    public static ConfigurationFile? Named(string[] args, string? fromEnvironment)
    {
        var named = new ConfigurationBuilder().AddCommandLine(args).Build()["config"];
        if (string.IsNullOrEmpty(named) && args.Any(arg => arg is "--config" or "--config=" or "/config"))
        {
            throw new ConfigurationProblems("--config: needs the path of a file, e.g. --config approvals.json");
        }

        return !string.IsNullOrEmpty(named) ? new ConfigurationFile(System.IO.Path.GetFullPath(named), "--config")
            : !string.IsNullOrEmpty(fromEnvironment) ? new ConfigurationFile(System.IO.Path.GetFullPath(fromEnvironment), "APPROVALS_CONFIG")
            : null;
    }

    /// <exception cref="ConfigurationProblems">The file is missing, cannot be opened, or is not one JSON object.</exception>
    public IConfigurationProvider Read()
    {
        if (!File.Exists(Path))
        {
            throw new ConfigurationProblems($"{NamedBy}: the file {Path} does not exist");
        }

        try
        {
            using var content = File.OpenRead(Path);
            return new ConfigurationBuilder().AddJsonStream(content).Build().Providers.Single();
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException)
        {
            throw new ConfigurationProblems($"{NamedBy}: {Path} {Fault(unreadable)}");
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblems($"{NamedBy}: {Path} cannot be read: {closed.Message}");
        }
    }

    /// <summary>The one line for a JSON file that the host could not read.</summary>
    public static string Explain(InvalidDataException unreadable) =>
        unreadable.InnerException is { } cause ? $"{unreadable.Message.TrimEnd('.')}: it {Fault(cause)}" : unreadable.Message;

    private static string Fault(Exception cause) => (cause as JsonException ?? cause.InnerException as JsonException) is { } json
        ? $"is not valid JSON at line {json.LineNumber + 1}, column {json.BytePositionInLine + 1}"
        : $"is not a configuration: {cause.Message}";
}
