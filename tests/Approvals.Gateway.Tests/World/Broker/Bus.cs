using System.Collections.Concurrent;
using System.Threading.Channels;
using Approvals.Gateway.Reviews.Live;
using Approvals.Gateway.Storage;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.World.Broker;

/// <summary>The bus of a world's gateway: says again what it said, and sees what was consumed.</summary>
internal sealed class Bus : IConsumeObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly GatewayWorld _world;
    private readonly ConcurrentQueue<object> _consumed = new();
    private readonly Channel<bool> _rang = Channel.CreateUnbounded<bool>();

    private Bus(GatewayWorld world) => _world = world;

    public static Bus Of(GatewayWorld world)
    {
        var bus = new Bus(world);
        world.Services.GetRequiredService<IBusControl>().ConnectConsumeObserver(bus);
        return bus;
    }

    /// <summary>Publishes a message and waits until its consumer is through with it.</summary>
    public async Task CarriesAsync<T>(T message)
        where T : class
    {
        using var limit = new CancellationTokenSource(Patience);
        var before = Count(message);
        await _world.Services.GetRequiredService<IBus>().Publish(message, limit.Token);
        while (Count(message) == before)
        {
            await _rang.Reader.ReadAsync(limit.Token);
        }
    }

    /// <summary>The outbox as it is.</summary>
    public async Task<IReadOnlyList<OutboxRow>> OutboxAsync()
    {
        await using var database = await _world.Services.GetRequiredService<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync();
        return await database.Outbox.AsNoTracking().OrderBy(row => row.Sequence).ToListAsync();
    }

    /// <summary>Looks until the outbox is as it should be.</summary>
    public async Task<IReadOnlyList<OutboxRow>> SeesOutboxAsync(Func<IReadOnlyList<OutboxRow>, bool> asItShould)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var rows = await OutboxAsync();
            if (asItShould(rows))
            {
                return rows;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    public Task<int> WriteAsync(Func<ApprovalsDb, Task<int>> work) => _world.Services.GetRequiredService<WriteQueue>().RunAsync(work);

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        // Those who only look on have queues of their own, and are through with it whenever they like.
        if (!context.ReceiveContext.InputAddress.AbsolutePath.Contains(nameof(LiveConsumer), StringComparison.Ordinal))
        {
            _consumed.Enqueue(context.Message);
            _rang.Writer.TryWrite(true);
        }

        return Task.CompletedTask;
    }

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    private int Count(object message) => _consumed.Count(message.Equals);
}
