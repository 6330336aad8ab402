using Approvals.Demo.Agent;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Grants;

/// <summary>Tells <c>approvals demo</c> where the gateway listens, once it does: only then is its port known.</summary>
internal sealed class DemoFile(DemoGrant grant, DataDirectory directory, PublicAddress address) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var url = new Uri(address.Of($"mcp/{DemoGrant.Name}"));
        Demo.Agent.DemoFile.Write(directory.Root, new DemoAddress(url, grant.Token, new Uri(address.Root)));
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
