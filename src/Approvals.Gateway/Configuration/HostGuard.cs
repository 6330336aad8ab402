namespace Approvals.Gateway.Configuration;

/// <summary>
/// Serves only who asks for one of our names, and scripts only of our own or an allowed origin: a page elsewhere cannot reach a gateway on
/// its reader's machine, whatever name it gives it.
/// </summary>
internal sealed class HostGuard(RequestDelegate next, GatewayOptions options)
{
    private const string Health = "/healthz";
    private readonly HashSet<string> _hosts = new(options.AllowedHosts, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _origins = new(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext http)
    {
        // A probe knows us by an address.
        if (http.Request.Path.StartsWithSegments(Health))
        {
            return next(http);
        }

        if (_hosts.Contains(http.Request.Host.Host) && IsOurs(http.Request))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return http.Response.WriteAsync("This gateway does not answer to that host or origin. See Gateway:AllowedHosts and Gateway:AllowedOrigins.");
    }

    private bool IsOurs(HttpRequest request)
    {
        if (request.Headers.Origin.Count == 0)
        {
            return true;
        }

        return request.Headers.Origin is { Count: 1 } values
            && values[0] is { } origin
            && (_origins.Contains(origin) || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) || IsPublic(origin));
    }

    private bool IsPublic(string origin) =>
        options.PublicUrl is { } url && string.Equals(new Uri(url).GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);
}
