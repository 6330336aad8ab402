using Approvals.Cli;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;

namespace Approvals.Gateway.Tests.Reviewing;

public sealed class WatchCommandTests : IAsyncLifetime
{
    private readonly CancellationTokenSource stop = new();
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public async ValueTask DisposeAsync()
    {
        stop.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_what_comes_and_who_decides_is_told_until_it_is_stopped()
    {
        var old = await world.ParkAsync();
        var bob = new Terminal(world.Url, "token-bob");
        var watch = bob.RunAsync("", ["watch"], stop.Token);
        await bob.WritesAsync(old);

        var id = await world.ParkAsync("transfer");
        await bob.WritesAsync($"{id}  transfer on shop");
        await world.Program("carol").DecideAsync(id, "deny");
        world.Clock.Advance(TimeSpan.FromMilliseconds(50));

        await bob.WritesAsync("by carol");
        Assert.Equal(3, bob.Output.TrimEnd().Split('\n').Length);
        await stop.CancelAsync();
        Assert.Equal(ExitCode.Interrupted, await watch);
    }

    [Fact]
    public async Task What_happened_while_the_connection_was_cut_is_told_when_it_is_back()
    {
        await using var wire = TcpProxy.To(world.Url);
        var bob = new Terminal(wire.Url, "token-bob");
        var resolved = await world.ParkAsync();
        var watch = bob.RunAsync("", ["watch"], stop.Token);
        await bob.WritesAsync(resolved);

        wire.Cut();
        await bob.RemarksAsync("The connection is lost");
        await world.Program("carol").DecideAsync(resolved, "approve");
        var opened = await world.ParkAsync("transfer");
        wire.Mend();

        await bob.WritesAsync(opened);
        await bob.WritesAsync("by carol");
        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task A_wrong_token_or_no_gateway_ends_it_at_once()
    {
        Assert.Equal(ExitCode.Failed, await new Terminal(world.Url, "wrong").RunAsync("watch"));
        Assert.Equal(ExitCode.Usage, await new Terminal(new Uri("http://127.0.0.1:1"), "token-bob").RunAsync("watch"));
    }
}
