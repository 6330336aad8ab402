using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Messaging;
using Approvals.Gateway.Storage;
using MassTransit;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>Rings for the call that waits here, if it does.</summary>
/// <remarks>
/// The first replica that hears a message marks it as done, for all of them. One that missed it, while it was cut off from the broker,
/// is rung by its own <see cref="WakeUpSweep"/>.
/// </remarks>
internal sealed class WakeUpConsumer(ParkedCalls parked, Outbox outbox, TimeProvider clock) : IConsumer<ApprovalResolved>
{
    public Task Consume(ConsumeContext<ApprovalResolved> context)
    {
        ArgumentException.ThrowIfNullOrEmpty(context.Message.RequestId);
        Failpoint.Reach(Point.Waking);
        // First the ring: a waiter must not wait for a write of ours.
        parked.Ring(context.Message.RequestId);
        Failpoint.Reach(Point.Rung);
        return outbox.MarkDoneAsync(context.Message.Sequence, clock.GetUtcNow());
    }
}
