namespace Approvals.Gateway.Configuration;

/// <summary>The section <c>Gateway</c>: where it is reached, where it keeps its files, how long things last and how large they may be.</summary>
public sealed class GatewayOptions
{
    /// <summary>The address that people and agents use, for links; without it, the address that the gateway listens on. Default: none.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The values of the Host header that are served, without a port. A list given replaces the default, which is loopback.</summary>
    public string[] AllowedHosts { get; init; } = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>Origins of other sites whose scripts may call the MCP endpoints, e.g. <c>https://tools.example.com</c>. Default: none.</summary>
    public string[] AllowedOrigins { get; init; } = [];

    /// <summary>
    /// The folder of the database, the installation's key and the lock; relative to the configuration file's folder.
    /// Default: <c>data</c> beside the configuration file; without a file, <c>approvals</c> in the user's local application data.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>How long a call is held before the agent is told that it waits. Default: 50s; from 50ms to 1h.</summary>
    public Duration Hold { get; init; } = Duration.FromSeconds(50);

    /// <summary>How long after its resolution a request can be claimed by an equal call. Default: 15m; from 1s to 7d.</summary>
    public Duration Claim { get; init; } = Duration.FromMinutes(15);

    /// <summary>How long a denial stands for the same grant and fingerprint. Default: 10m; from 0s to 1d.</summary>
    public Duration DenyFor { get; init; } = Duration.FromMinutes(10);

    /// <summary>
    /// Whether people are reminded of what waits, at half of its time and when a tenth of it is left. What waits for less than two minutes is
    /// never reminded of. Default: true.
    /// </summary>
    public bool Reminders { get; init; } = true;

    /// <summary>
    /// Whether <c>tools/list</c> ends with the gateway's own <c>approvals_wait</c>, by which agents go on waiting for a request and answer what
    /// people ask about it. Agents may call it either way. Default: false, for then a list shows the upstream's tools and no other.
    /// </summary>
    public bool OfferWait { get; init; }

    /// <summary>How often a held call hears that it is still held. Default: 10s; from 50ms to 1m.</summary>
    public Duration Heartbeat { get; init; } = Duration.FromSeconds(10);

    /// <summary>How long a forwarded call may take until its outcome counts as unknown. Default: 10m; from 100ms to 1d.</summary>
    public Duration UpstreamTimeout { get; init; } = Duration.FromMinutes(10);

    /// <summary>How long a gateway that was told to terminate still serves, while it says that it is not ready. Default: 2s; from 0s to 5m.</summary>
    public Duration DrainDelay { get; init; } = Duration.FromSeconds(2);

    /// <summary>How long a stopping gateway lets forwarded calls finish; what takes longer is of unknown outcome. Default: 20s; from 100ms to 10m.</summary>
    public Duration DrainTimeout { get; init; } = Duration.FromSeconds(20);

    /// <summary>
    /// How long after a request ended its arguments and answer are kept; then they are erased, and its record and the audit stay.
    /// Default: 90d; from 1h to 3650d, and not shorter than <see cref="Claim"/>.
    /// </summary>
    public Duration KeepContents { get; init; } = Duration.Parse("90d");

    /// <summary>The largest request body, in bytes. Default: 4 MiB; from 1 KiB to 64 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>The largest answer of an upstream, in bytes. Default: 32 MiB; from 1 KiB to 256 MiB.</summary>
    public int MaxAnswerBytes { get; init; } = 32 << 20;

    /// <summary>How many requests of one grant may be pending at a time. Default: 100; from 1 to 10000.</summary>
    public int MaxPendingPerGrant { get; init; } = 100;

    /// <summary>How many requests of one owner, over all of their grants, may be pending at a time. Default: 300; from 1 to 100000.</summary>
    public int MaxPendingPerOwner { get; init; } = 300;

    /// <summary>How many bytes the pending requests of one grant may hold: arguments, other params and definitions. Default: 64 MiB; from 1 KiB to 2 GiB - 1.</summary>
    public int MaxPendingBytesPerGrant { get; init; } = 64 << 20;

    /// <summary>The same for one owner, over all of their grants. Default: 128 MiB; from 1 KiB to 2 GiB - 1.</summary>
    public int MaxPendingBytesPerOwner { get; init; } = 128 << 20;

    /// <summary>How many requests one grant may open in any minute. Default: 120; from 1 to 100000.</summary>
    public int MaxOpenedPerMinutePerGrant { get; init; } = 120;

    /// <summary>The same for one owner, over all of their grants. Default: 360; from 1 to 100000.</summary>
    public int MaxOpenedPerMinutePerOwner { get; init; } = 360;

    /// <summary>
    /// How many calls may be held in this process at a time; one more is refused at once. Never more than three quarters of
    /// <see cref="MaxConnections"/>: whoever decides gets in. Default: 12000; from 1 to 1000000.
    /// </summary>
    public int MaxParkedCalls { get; init; } = 12_000;

    /// <summary>
    /// How many connections are served at a time; one more is told at once when to come back. Default: as many as the process's limit
    /// of open files leaves, which no greater number here exceeds; from 8 to 1000000.
    /// </summary>
    public int? MaxConnections { get; init; }

    /// <summary>
    /// How many audit rows of calls that no person is asked about may wait for the database, all within one second; past it calls are
    /// refused. Once the oldest waits longer, no more than 1000 do. Default: 10000; from 1 to 1000000.
    /// </summary>
    public int AuditBacklog { get; init; } = 10_000;

    /// <summary>Whether people reach it over https.</summary>
    internal bool IsPublicHttps => PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>What is wrong with these values, a line each, without the section's name.</summary>
    public IEnumerable<string> Problems() =>
        new[]
        {
            HoldProblem(Hold),
            Range("Claim", Claim, "1s", "7d"),
            Range("DenyFor", DenyFor, "0s", "1d"),
            Range("Heartbeat", Heartbeat, "50ms", "1m"),
            Range("UpstreamTimeout", UpstreamTimeout, "100ms", "1d"),
            Range("DrainDelay", DrainDelay, "0s", "5m"),
            Range("DrainTimeout", DrainTimeout, "100ms", "10m"),
            Range("KeepContents", KeepContents, "1h", "3650d")
                ?? (KeepContents.Value >= Claim.Value ? null : $"KeepContents: {KeepContents} is shorter than Claim, within which an answer can be fetched; write {Claim} or more"),
            Range("MaxBodyBytes", MaxBodyBytes, 1 << 10, 64 << 20),
            Range("MaxAnswerBytes", MaxAnswerBytes, 1 << 10, 256 << 20),
            Range("MaxPendingPerGrant", MaxPendingPerGrant, 1, 10_000),
            Range("MaxPendingPerOwner", MaxPendingPerOwner, 1, 100_000),
            Range("MaxPendingBytesPerGrant", MaxPendingBytesPerGrant, 1 << 10, int.MaxValue),
            Range("MaxPendingBytesPerOwner", MaxPendingBytesPerOwner, 1 << 10, int.MaxValue),
            Range("MaxOpenedPerMinutePerGrant", MaxOpenedPerMinutePerGrant, 1, 100_000),
            Range("MaxOpenedPerMinutePerOwner", MaxOpenedPerMinutePerOwner, 1, 100_000),
            Range("MaxParkedCalls", MaxParkedCalls, 1, 1_000_000),
            Range("MaxConnections", MaxConnections ?? 8, 8, 1_000_000),
            Range("AuditBacklog", AuditBacklog, 1, 1_000_000),
            PublicUrl is null || IsPlainHttp(PublicUrl)
                ? null
                : "PublicUrl: is not an http or https address without user, query and fragment; write e.g. https://approvals.example.com",
            AllowedHosts.Length > 0 ? null : "AllowedHosts: nobody could reach the gateway; name at least one host",
        }
        .OfType<string>()
        .Concat(AllowedHosts.Where(host => !IsHost(host)).Select(host =>
            $"AllowedHosts: '{host}' is not a host name; write it without scheme, port and wildcard, e.g. approvals.example.com"))
        .Concat(AllowedOrigins.Where(origin => !IsOrigin(origin)).Select(origin =>
            $"AllowedOrigins: '{origin}' is not an origin; write e.g. https://tools.example.com, without a path"));

    internal static string? HoldProblem(Duration hold) => Range("Hold", hold, "50ms", "1h");

    private static string? Range(string name, Duration value, string least, string most) =>
        value.Value >= Duration.Parse(least).Value && value.Value <= Duration.Parse(most).Value
            ? null
            : $"{name}: {value} is out of range; write a duration from {least} to {most}";

    private static string? Range(string name, int value, int least, int most) =>
        value >= least && value <= most ? null : $"{name}: {value} is out of range; write a number from {least} to {most}";

    private static bool IsPlainHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0;

    private static bool IsHost(string host) =>
        Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4
        || (host.StartsWith('[') && host.EndsWith(']') && Uri.CheckHostName(host) == UriHostNameType.IPv6);

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        && string.Equals(url.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase) && url.UserInfo.Length == 0;
}
