using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Approvals.Gateway.Configuration;

/// <summary>Where people and agents reach the gateway: as configured, else where it listens.</summary>
internal sealed class PublicAddress(GatewayOptions options, IServer server)
{
    /// <summary>Ends with a slash.</summary>
    public string Root => (options.PublicUrl
        ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(url => url.StartsWith("http", StringComparison.Ordinal))
        ?? ListenAddresses.Default).TrimEnd('/') + "/";

    public string Of(string path) => Root + path;
}
