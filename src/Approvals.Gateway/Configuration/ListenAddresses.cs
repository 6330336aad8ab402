using System.Net;

namespace Approvals.Gateway.Configuration;

/// <summary>Where the gateway listens: loopback unless somebody says otherwise, and the demo on loopback whatever anybody says.</summary>
internal static class ListenAddresses
{
    public const string Default = "http://127.0.0.1:8080";

    private static readonly string[] HostKeys = ["urls", "http_ports", "https_ports"];

    /// <summary>Fills in the default when nothing else names an address.</summary>
    public static void AddDefault(IDictionary<string, string?> values)
    {
        var named = HostKeys.Any(key => !string.IsNullOrEmpty(values.TryGetValue(key, out var value) ? value : null))
            || values.Keys.Any(key => key.StartsWith("Kestrel:Endpoints:", StringComparison.OrdinalIgnoreCase));
        if (!named)
        {
            values["urls"] = Default;
        }
    }

    public static IEnumerable<string> Problems(IConfiguration configuration, bool isDemo)
    {
        foreach (var (key, address) in Named(configuration))
        {
            if (Host(address) is not { } host)
            {
                yield return $"{key}: '{address}' is not an address; write e.g. {Default}";
            }
            else if (isDemo && !IsLoopback(host))
            {
                yield return $"{key}: '{address}' is open to the network, and the demo listens on loopback only; "
                    + $"write e.g. {Default}, or configure Upstreams and Grants";
            }
        }
    }

    /// <summary>The last look, at what Kestrel really opens, whoever configured it.</summary>
    public static void KeepDemoOnLoopback(this IWebHostBuilder host) =>
        host.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            if (endpoint.IPEndPoint is { } open && !IPAddress.IsLoopback(open.Address))
            {
                throw new ConfigurationProblems($"urls: {open} is open to the network, and the demo listens on loopback only; write e.g. {Default}");
            }
        }));

    private static IEnumerable<(string Key, string Address)> Named(IConfiguration configuration)
    {
        var urls = Parts(configuration, "urls").Select(url => ("urls", url)).ToList();
        // The host reads the ports only without urls; a bare port means every interface.
        var ports = urls.Count > 0
            ? []
            : Parts(configuration, "http_ports").Select(port => ("http_ports", $"http://*:{port}"))
                .Concat(Parts(configuration, "https_ports").Select(port => ("https_ports", $"https://*:{port}")));
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Where(endpoint => !string.IsNullOrEmpty(endpoint["Url"])).Select(endpoint => ($"{endpoint.Path}:Url", endpoint["Url"]!));
        return [.. urls, .. ports, .. endpoints];
    }

    private static string[] Parts(IConfiguration configuration, string key) =>
        configuration[key]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string? Host(string address)
    {
        try
        {
            return BindingAddress.Parse(address) is { IsUnixPipe: false, IsNamedPipe: false } parsed ? parsed.Host : "localhost";
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // Kestrel opens every interface for any host that is neither localhost nor an IP address.
    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
