using Approvals.Gateway.Tests.Scenarios;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;
using Microsoft.Extensions.Logging;

namespace Approvals.Gateway.Tests.Messaging;

/// <summary>Messages that cannot be used: they are put aside, visibly, and hold up nothing.</summary>
public sealed class PoisonTests : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();
    private VirtualHost _host = null!;
    private CountingUpstream _bank = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await _world.WithRabbitMqAsync();
        _bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", _bank.Url, BankStories.Policy).StartAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("not JSON at all, token-of-a-stranger", "error")]
    [InlineData("""{"messageType":["urn:message:Approvals.Gateway.Messaging:ApprovalRequested"],"message":{"note":"token-of-a-stranger"}}""", "error")]
    [InlineData("""{"messageType":["urn:message:Approvals.Gateway.Messaging:ApprovalRequested"],"message":{"requestId":7,"sequence":"token-of-a-stranger"}}""", "error")]
    [InlineData("""{"messageType":["urn:message:Approvals.Gateway.Messaging:ApprovalRequestedInAnotherVersion"],"message":{"requestId":"token-of-a-stranger"}}""", "skipped")]
    public async Task A_message_that_cannot_be_used_is_put_aside_and_said_aloud(string poison, string queue)
    {
        await _host.PutAsync("parked-calls", poison);

        var line = await _world.Log.SeesAsync($"it is in parked-calls_{queue}");
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.DoesNotContain("stranger", line.Text, StringComparison.Ordinal);
        Assert.Equal(poison, await _host.TakeAsync($"parked-calls_{queue}"));

        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var call = agent.CallsAsync("pay", new { amount = 1 });
        Assert.Equal(LogLevel.Information, (await _world.Log.SeesAsync("waits for a person")).Level);
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        await bob.ApproveAsync(await bob.SeesOneAsync());
        Assert.Equal("""pay {"amount":1}""", (await call).Text);
        Assert.Equal(1, _world.Log.CountOf("could not be used") + _world.Log.CountOf("nobody here reads"));
    }
}
