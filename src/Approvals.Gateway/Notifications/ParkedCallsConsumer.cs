using Approvals.Gateway.Configuration;
using Approvals.Gateway.Messaging;
using Approvals.Gateway.Storage;
using Approvals.Requests;
using MassTransit;

namespace Approvals.Gateway.Notifications;

/// <summary>Tells the world that a call waits. For now the world is the log, where an operator sees the link.</summary>
internal sealed partial class ParkedCallsConsumer(ApprovalStore store, PublicAddress address, ILogger<ParkedCallsConsumer> log) : IConsumer<ApprovalRequested>
{
    public async Task Consume(ConsumeContext<ApprovalRequested> context)
    {
        // The message is a rumour: it may be late, and somebody may have decided already.
        if (await store.FindAsync(context.Message.RequestId, context.CancellationToken) is { Status: RequestStatus.Pending } request)
        {
            var page = address.Of($"approvals/{request.Id}");
            LogWaits(log, request.Asked.Grant, request.Asked.Upstream, page);
        }
    }

    // Not the tool's name: an agent chose it, and a console shows whatever it is given.
    [LoggerMessage(Level = LogLevel.Information, Message = "A call of grant {Grant} to {Upstream} waits for a person: {Page}")]
    private static partial void LogWaits(ILogger log, string grant, string upstream, string page);
}
