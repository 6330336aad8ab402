using Approvals.Gateway.Messaging;
using MassTransit;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>Rings for the call that waits here, if it does.</summary>
internal sealed class WakeUpConsumer(ParkedCalls parked) : IConsumer<ApprovalResolved>
{
    public Task Consume(ConsumeContext<ApprovalResolved> context)
    {
        parked.Ring(context.Message.RequestId);
        return Task.CompletedTask;
    }
}
