using MassTransit;

namespace Approvals.Gateway.Messaging;

/// <summary>Says aloud that a message could not be used. Nothing is lost with it: the outbox sends again what no consumer marked as done.</summary>
internal sealed partial class UnreadableMessages(ILogger<UnreadableMessages> log) : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        if (context is { IsDelivered: false, IsFaulted: false })
        {
            LogUnknown(log, QueueOf(context));
        }

        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => ReceiveFault(context.ReceiveContext, exception);

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        LogUnusable(log, QueueOf(context), exception.GetType().Name);
        return Task.CompletedTask;
    }

    private static string QueueOf(ReceiveContext context) => context.InputAddress.AbsolutePath.Split('/')[^1];

    // The exception's words quote the message, and a stranger may have written that.
    [LoggerMessage(Level = LogLevel.Warning, Message = "A message on {Queue} could not be used ({Reason}); it is in {Queue}_error. Requests stay decidable.")]
    private static partial void LogUnusable(ILogger log, string queue, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message on {Queue} is of a kind that nobody here reads; it is in {Queue}_skipped. Requests stay decidable.")]
    private static partial void LogUnknown(ILogger log, string queue);
}
