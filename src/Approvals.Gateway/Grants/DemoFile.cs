using System.Text.Json;
using Approvals.Gateway.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Approvals.Gateway.Grants;

/// <summary>Writes <c>demo.json</c> once the gateway listens: only then is its port known.</summary>
internal sealed class DemoFile(DemoGrant grant, DataDirectory directory, IServer server) : IHostedLifecycleService
{
    public DemoEntry Entry()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(url => url.StartsWith("http", StringComparison.Ordinal));
        var page = (address ?? ListenAddresses.Default).TrimEnd('/') + "/";
        return new DemoEntry($"{page}mcp/{DemoGrant.Name}", grant.Token, page);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        directory.WriteSecret(DemoGrant.FileName, JsonSerializer.SerializeToUtf8Bytes(Entry(), DemoJson.Default.DemoEntry), replace: true);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
