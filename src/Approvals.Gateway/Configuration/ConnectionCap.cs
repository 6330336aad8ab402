using System.Globalization;

namespace Approvals.Gateway.Configuration;

/// <summary>
/// How many connections the server takes. Past the limit of open files a process can neither accept nor open anything, and may end;
/// below it one connection too many is turned away, and everybody else goes on.
/// </summary>
/// <param name="Served">Connections that are served at a time, web sockets among them.</param>
internal sealed record ConnectionCap(int Served)
{
    private const string Limits = "/proc/self/limits";
    private const int LeastReserve = 256;

    /// <summary>How many are turned away at a time with a word; what comes beyond is closed without one.</summary>
    public int TurnedAway => Math.Clamp(Served / 8, 1, 64);

    /// <summary>How many may be web sockets: they stay long, and calls need room beside them.</summary>
    public int Upgraded => Math.Max(1, Served / 8);

    /// <summary>How many may be calls that wait for a person: whoever decides has to get in.</summary>
    public int Held => Math.Max(1, Served - (Served / 4));

    /// <summary>What <paramref name="openFiles"/> leaves once upstreams, the database and the runtime have theirs.</summary>
    /// <param name="openFiles">The process's limit of open files, or null if that is not known.</param>
    /// <param name="wanted">What the operator wants at most, or null.</param>
    public static ConnectionCap Of(long? openFiles, int? wanted)
    {
        var most = openFiles is { } files ? Math.Max(files - Math.Max(files / 4, LeastReserve), files / 2) : int.MaxValue;
        return new ConnectionCap((int)Math.Min(most, wanted ?? int.MaxValue));
    }

    /// <summary>The soft limit in the text of <c>/proc/self/limits</c>, or null if it names none.</summary>
    public static long? ReadOpenFiles(string limits) =>
        limits.Split('\n').FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) is { } line
        && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..]
        && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : null;

    public static ConnectionCap OfThisProcess(int? wanted) => Of(File.Exists(Limits) ? ReadOpenFiles(File.ReadAllText(Limits)) : null, wanted);
}
