using System.Collections.Concurrent;
using Approvals.Gateway.Messaging;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.Contracts;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Messaging;

/// <summary>Storage and bus as the gateway sets them up, and somebody who listens at the end of each.</summary>
internal sealed class MessagingWorld : IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _isStarted;

    private MessagingWorld(WebApplication app) => _app = app;

    public FakeTimeProvider Clock => (FakeTimeProvider)Get<TimeProvider>();

    public Heard Heard => Get<Heard>();

    public ApprovalStore Store => Get<ApprovalStore>();

    public static async Task<MessagingWorld> BuildAsync(string file)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddLogging();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Asked.Opened));
        builder.Services.AddSingleton<Heard>();
        builder.AddStorageOver(Path.GetDirectoryName(file)!, StorageOver.Roomy);
        builder.AddMessaging<Announcer, Waker>(new MessagingOptions());
        var world = new MessagingWorld(builder.Build());
        await world._app.PrepareStorageAsync();
        return world;
    }

    public Task StartAsync()
    {
        _isStarted = true;
        return _app.StartAsync();
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Lets the fake time run until it is so.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Whether every message is done.</summary>
    public async Task<bool> IsEmptyAsync() => (await Get<Outbox>().FindDueAsync(DateTimeOffset.MaxValue, 1, CancellationToken.None)).Count == 0;

    public async ValueTask DisposeAsync()
    {
        if (_isStarted)
        {
            await _app.StopAsync();
        }

        await _app.DisposeAsync();
    }
}

/// <summary>What came out at the other end, and from which queue.</summary>
internal sealed class Heard
{
    public ConcurrentQueue<(string Id, string Queue)> Requested { get; } = new();

    public ConcurrentQueue<(string Id, string Queue)> Resolved { get; } = new();
}

internal sealed class Announcer(Heard heard, Outbox outbox, TimeProvider clock) : IConsumer<ApprovalRequested>
{
    public Task Consume(ConsumeContext<ApprovalRequested> context)
    {
        heard.Requested.Enqueue((context.Message.RequestId, context.ReceiveContext.InputAddress.Segments[^1]));
        return outbox.MarkDoneAsync(context.Message.Sequence, clock.GetUtcNow());
    }
}

internal sealed class Waker(Heard heard, Outbox outbox, TimeProvider clock) : IConsumer<ApprovalResolved>
{
    public Task Consume(ConsumeContext<ApprovalResolved> context)
    {
        heard.Resolved.Enqueue((context.Message.RequestId, context.ReceiveContext.InputAddress.Segments[^1]));
        return outbox.MarkDoneAsync(context.Message.Sequence, clock.GetUtcNow());
    }
}
