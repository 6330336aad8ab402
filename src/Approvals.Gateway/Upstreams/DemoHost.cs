using Approvals.Demo;

namespace Approvals.Gateway.Upstreams;

/// <summary>The upstream of a gateway with nothing configured: in this process, but spoken to over HTTP like any other.</summary>
internal sealed class DemoHost : IHostedService
{
    private const string Name = "demo";
    private DemoUpstream? _running;

    public async Task StartAsync(CancellationToken cancellationToken) => _running = await DemoUpstream.StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }
    }

    public UpstreamBook Book() => new(
        [new Upstream(Name, _running?.Url ?? throw new InvalidOperationException("The demo upstream is not running yet."), "in process", new Dictionary<string, string>())]);
}
