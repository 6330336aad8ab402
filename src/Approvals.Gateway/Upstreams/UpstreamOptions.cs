using System.Buffers;

namespace Approvals.Gateway.Upstreams;

/// <summary>One entry of the section <c>Upstreams</c>: an MCP server behind the gateway. Its name is made of a-z, 0-9 and hyphens.</summary>
public sealed class UpstreamOptions
{
    private static readonly SearchValues<char> HeaderNameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Hop-by-hop (RFC 9110 §7.6.1), or written by the gateway for every message.
    private static readonly HashSet<string> GatewayHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Host", "Content-Length", "Content-Type", "Accept", "Last-Event-ID",
    };

    /// <summary>The server's streamable HTTP address, http or https, without user and fragment. Required.</summary>
    public string? Url { get; init; }

    /// <summary>Headers sent with every message to this upstream, e.g. its own Authorization. Default: none.</summary>
    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The program of a server over standard input and output. Not supported in this version yet.</summary>
    public string? Command { get; init; }

    /// <summary>The arguments of <see cref="Command"/>. Default: none.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Environment variables of <see cref="Command"/>. Default: none.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Nothing for streamable HTTP; <c>sse</c> for the older transport, which is not supported in this version yet.</summary>
    public string? Transport { get; init; }

    /// <summary>What is wrong with these values, a line each, without the entry's path.</summary>
    public IEnumerable<string> Problems()
    {
        if (Command is not null)
        {
            yield return "Command: not supported in this version yet; give the Url of a streamable HTTP server";
        }
        else if (UrlProblem(Url) is { } problem)
        {
            yield return problem;
        }

        if (Command is null && (Arguments.Length > 0 || Environment.Count > 0))
        {
            yield return $"{(Arguments.Length > 0 ? "Arguments" : "Environment")}: belongs to a Command, and there is none; remove it";
        }

        if (Transport is not null)
        {
            yield return Transport.Equals("sse", StringComparison.OrdinalIgnoreCase)
                ? "Transport: sse is not supported in this version yet; give the Url of a streamable HTTP server and remove the key"
                : $"Transport: '{Transport}' is not a transport; remove the key for streamable HTTP";
        }

        foreach (var problem in Headers.Select(header => HeaderProblem(header.Key, header.Value)).OfType<string>())
        {
            yield return problem;
        }
    }

    private static string? UrlProblem(string? text) => text switch
    {
        null => "Url: is missing; write the server's address, e.g. http://127.0.0.1:7001/mcp",
        _ when !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") =>
            "Url: is not an http or https address; write e.g. http://127.0.0.1:7001/mcp",
        _ when new Uri(text).UserInfo.Length > 0 => "Url: carries a user or password; put credentials into Headers, e.g. Authorization",
        _ when text.Contains('#') => "Url: carries a fragment (#…), which is never sent; remove it",
        _ => null,
    };

    private static string? HeaderProblem(string name, string value) =>
        name.Length == 0 || name.AsSpan().ContainsAnyExcept(HeaderNameCharacters) ? $"Headers:{name}: is not a header name"
        : GatewayHeaders.Contains(name) || name.StartsWith("Mcp-", StringComparison.OrdinalIgnoreCase)
            ? $"Headers:{name}: is written by the gateway itself; remove it"
        : value.Trim().Length == 0 ? $"Headers:{name}: is empty; give a value or remove it"
        : value.Any(c => c is not ('\t' or (>= ' ' and <= '~')))
            ? $"Headers:{name}: holds a character that a header cannot carry; write printable ASCII in one line"
        : null;
}
