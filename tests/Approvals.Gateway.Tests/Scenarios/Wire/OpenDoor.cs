using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios.Wire;

/// <summary>A gateway whose policy lets nearly everything through: what stops a hostile message there is the door alone.</summary>
public sealed class OpenDoor : IAsyncLifetime
{
    internal const string Policy = """{"version":"1","default":"allow","tools":{"danger":{"action":"deny"}}}""";

    internal GatewayWorld World { get; } = new();

    internal RawUpstream Upstream { get; private set; } = null!;

    internal RawAgent Alice { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Upstream = World.Own(await RawUpstream.StartAsync());
        await World.With("raw", Upstream.Url, Policy).StartAsync();
        Alice = new RawAgent(World, "raw");
    }

    public ValueTask DisposeAsync()
    {
        Alice.Dispose();
        return World.DisposeAsync();
    }
}
