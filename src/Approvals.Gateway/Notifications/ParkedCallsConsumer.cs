using Approvals.Gateway.Configuration;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Messaging;
using Approvals.Gateway.Storage;
using Approvals.Requests;
using MassTransit;

namespace Approvals.Gateway.Notifications;

/// <summary>Tells the world that a call waits: at once in the log, where an operator sees the link, and from then on everybody who follows it.</summary>
internal sealed partial class ParkedCallsConsumer(
    ApprovalStore store, DeliveryStore deliveries, Announcer announcer, Outbox outbox, PublicAddress address, TimeProvider clock, ILogger<ParkedCallsConsumer> log)
    : IConsumer<ApprovalRequested>
{
    private const string Channel = "log";

    public async Task Consume(ConsumeContext<ApprovalRequested> context)
    {
        var message = context.Message;
        ArgumentException.ThrowIfNullOrEmpty(message.RequestId);
        // The message is a rumour: it may be late, and somebody may have decided already.
        if (await store.FindAsync(message.RequestId, context.CancellationToken) is { Status: RequestStatus.Pending } request)
        {
            await announcer.FollowAsync(request);
            if (!await AnnounceAsync(request))
            {
                return;
            }
        }

        await outbox.MarkDoneAsync(message.Sequence, clock.GetUtcNow());
    }

    /// <summary>False while somebody else is at it: whether they get there is not known yet, so the message is not done.</summary>
    private async Task<bool> AnnounceAsync(ApprovalRequest request)
    {
        switch (await deliveries.ClaimAsync(request.Id, Channel, OutboxKind.Requested, clock.GetUtcNow()))
        {
            case DeliveryClaim.Elsewhere:
                return false;
            case DeliveryClaim.Ours:
                Failpoint.Reach(Point.Announcing);
                var page = address.Of($"approvals/{request.Id}");
                LogWaits(log, request.Asked.Grant, request.Asked.Upstream, page);
                Failpoint.Reach(Point.Announced);
                await deliveries.MarkMadeAsync(request.Id, Channel, OutboxKind.Requested, clock.GetUtcNow());
                Failpoint.Reach(Point.AnnouncementNoted);
                return true;
            default:
                return true;
        }
    }

    // Not the tool's name: an agent chose it, and a console shows whatever it is given.
    [LoggerMessage(Level = LogLevel.Information, Message = "A call of grant {Grant} to {Upstream} waits for a person: {Page}")]
    private static partial void LogWaits(ILogger log, string grant, string upstream, string page);
}
