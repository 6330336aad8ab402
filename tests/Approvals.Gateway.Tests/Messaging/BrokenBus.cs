using System.Collections.Concurrent;
using Approvals.Gateway.Messaging;
using MassTransit;

namespace Approvals.Gateway.Tests.Messaging;

/// <summary>Stands between the outbox and the bus: notes what is published, and refuses what <paramref name="refuses"/> says, by the number of the attempt.</summary>
internal sealed class BrokenBus(Func<int, bool> refuses) : IPublishObserver
{
    private int _attempts;
    private int _refused;

    public ConcurrentQueue<string> Published { get; } = new();

    public int Refused => _refused;

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class
    {
        if (!refuses(Interlocked.Increment(ref _attempts)))
        {
            return Task.CompletedTask;
        }

        Interlocked.Increment(ref _refused);
        throw new InvalidOperationException("The bus is down.");
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        Published.Enqueue(context.Message switch
        {
            ApprovalRequested requested => $"requested {requested.RequestId}",
            ApprovalResolved resolved => $"resolved {resolved.RequestId}",
            _ => "something else",
        });
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
