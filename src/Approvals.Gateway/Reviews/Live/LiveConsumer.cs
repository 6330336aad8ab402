using Approvals.Gateway.Messaging;
using MassTransit;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>Hears on every replica what any replica did. It marks nothing as done: whoever missed something reads everything when they connect again.</summary>
internal sealed class LiveConsumer(ChangeBell bell) : IConsumer<ApprovalRequested>, IConsumer<ApprovalResolved>
{
    public Task Consume(ConsumeContext<ApprovalRequested> context)
    {
        bell.Ring(context.Message.RequestId);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<ApprovalResolved> context)
    {
        bell.Ring(context.Message.RequestId);
        return Task.CompletedTask;
    }
}
