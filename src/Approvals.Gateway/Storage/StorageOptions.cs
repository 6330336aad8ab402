using System.Data.Common;

namespace Approvals.Gateway.Storage;

/// <summary>The section <c>Storage</c>: where requests and the audit trail live.</summary>
public sealed class StorageOptions
{
    /// <summary>The database. Default and, in this version, the only one: Sqlite.</summary>
    public string Provider { get; init; } = "Sqlite";

    /// <summary>
    /// How to reach it, e.g. <c>Data Source=data/approvals.db</c>; a relative path starts at the configuration file's folder.
    /// Default: <c>approvals.db</c> in the data directory.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>What is wrong with these values, a line each, without the section's name.</summary>
    public IEnumerable<string> Problems()
    {
        if (Provider.Equals("Postgres", StringComparison.OrdinalIgnoreCase))
        {
            yield return "Provider: Postgres is not supported in this version yet; write Sqlite";
        }
        else if (!Provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Provider: '{Provider}' is not a database that the gateway knows; write Sqlite";
        }
        else if (ConnectionString is not null && Parse(ConnectionString) is null)
        {
            yield return "ConnectionString: cannot be read; write e.g. Data Source=data/approvals.db";
        }
    }

    /// <summary>The same connection with its file as <paramref name="absolute"/> says; memory, URIs and what cannot be read stay as they are.</summary>
    internal static string WithFile(string connectionString, Func<string, string> absolute)
    {
        if (Parse(connectionString) is not { } parts)
        {
            return connectionString;
        }

        foreach (var key in new[] { "Data Source", "DataSource", "Filename" })
        {
            if (parts.TryGetValue(key, out var value) && value is string { Length: > 0 } file
                && file != ":memory:" && !file.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
                && !(parts.TryGetValue("Mode", out var mode) && mode is string m && m.Equals("Memory", StringComparison.OrdinalIgnoreCase)))
            {
                parts[key] = absolute(file);
            }
        }

        return parts.ConnectionString;
    }

    private static DbConnectionStringBuilder? Parse(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
