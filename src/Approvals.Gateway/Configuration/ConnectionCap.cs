using System.Globalization;

namespace Approvals.Gateway.Configuration;

/// <summary>
/// How many connections the server takes. Past the limit of open files a process can neither accept nor open anything, and may end;
/// below it one connection too many is closed at once, and everybody else goes on.
/// </summary>
internal sealed record ConnectionCap(long Requests, long Upgraded)
{
    private const string Limits = "/proc/self/limits";
    private const int LeastReserve = 256;

    /// <summary>What <paramref name="openFiles"/> leaves once upstreams, the database and the runtime have theirs; null where neither says anything.</summary>
    /// <param name="openFiles">The process's limit of open files, or null if that is not known.</param>
    /// <param name="wanted">What the operator wants at most, or null.</param>
    public static ConnectionCap? Of(long? openFiles, int? wanted)
    {
        var most = openFiles is { } files ? Math.Max(files - Math.Max(files / 4, LeastReserve), files / 2) : long.MaxValue;
        var all = Math.Min(most, wanted ?? long.MaxValue);
        // Web sockets are counted apart once they are open: both together stay below the limit.
        var upgraded = Math.Max(1, all / 8);
        return all == long.MaxValue ? null : new ConnectionCap(all - upgraded, upgraded);
    }

    /// <summary>The soft limit in the text of <c>/proc/self/limits</c>, or null if it names none.</summary>
    public static long? ReadOpenFiles(string limits) =>
        limits.Split('\n').FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) is { } line
        && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..]
        && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : null;

    public static ConnectionCap? OfThisProcess(int? wanted) => Of(File.Exists(Limits) ? ReadOpenFiles(File.ReadAllText(Limits)) : null, wanted);
}

internal static class ConnectionCapSetup
{
    public static void AddConnectionCap(this WebApplicationBuilder builder, GatewayOptions options)
    {
        if (ConnectionCap.OfThisProcess(options.MaxConnections) is { } cap)
        {
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.Limits.MaxConcurrentConnections = cap.Requests;
                kestrel.Limits.MaxConcurrentUpgradedConnections = cap.Upgraded;
            });
        }
    }
}
