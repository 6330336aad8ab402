using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Approvals.Gateway.Tests.Messaging;

/// <summary>How the gateway uses its broker.</summary>
public sealed class RabbitMqTests : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();
    private VirtualHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await _world.WithRabbitMqAsync();
        await _world.StartAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Parked_calls_travel_in_a_durable_quorum_queue()
    {
        var queue = await _host.SeesQueueAsync("parked-calls");

        Assert.True(queue.GetProperty("durable").GetBoolean());
        Assert.False(queue.GetProperty("auto_delete").GetBoolean());
        Assert.Equal("quorum", queue.GetProperty("arguments").GetProperty("x-queue-type").GetString());
    }

    [Fact]
    public async Task Every_replica_hears_resolutions_in_a_queue_of_its_own_that_goes_when_it_is_gone()
    {
        await using var other = new GatewayWorld();
        await other.WithRabbitMq(_host.Url).StartAsync();

        var queues = await SeesWakeUpQueuesAsync(2);

        // Newer brokers refuse a queue that is neither durable nor exclusive.
        Assert.All(queues, queue => Assert.True(queue.GetProperty("durable").GetBoolean()));
        Assert.All(queues, queue => Assert.Equal(300_000, queue.GetProperty("arguments").GetProperty("x-expires").GetInt32()));
    }

    [Fact]
    public void Nothing_is_told_to_the_makers_of_the_bus() => Assert.False(_world.Services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);

    private async Task<JsonElement[]> SeesWakeUpQueuesAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var queues = await _host.QueuesAsync();
            var found = queues.Where(queue => queue.GetProperty("name").GetString()!.StartsWith("approval-resolved", StringComparison.Ordinal)).ToArray();
            if (found.Length == count)
            {
                return found;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }
}
