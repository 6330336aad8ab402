namespace Approvals.Gateway.Inbox;

/// <summary>Where to go after signing in: an address of ours, whatever somebody wrote into the link.</summary>
internal static class LocalAddress
{
    public const string Inbox = "/";

    /// <summary>The address if it is a path on this site, else the inbox.</summary>
    public static string Of(string? address) => address is not null && IsLocal(address) ? address : Inbox;

    // "//evil" and "/\evil" are other sites to a browser, and it drops control characters before it looks.
    private static bool IsLocal(string address) =>
        address.StartsWith('/')
        && !(address.Length > 1 && address[1] is '/' or '\\')
        && !address.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !address.Contains('\\', StringComparison.Ordinal);
}
