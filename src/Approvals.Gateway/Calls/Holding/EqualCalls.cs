using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Requests;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>What an earlier equal call left behind for this one.</summary>
internal abstract record Attachment
{
    private Attachment()
    {
    }

    /// <summary>Nothing: this call is a new one.</summary>
    public sealed record None : Attachment;

    /// <summary>A request whose caller is gone; this call takes its place.</summary>
    public sealed record Waits(ParkedCall Parked) : Attachment;

    /// <summary>An answer that nobody got, or a denial that still stands.</summary>
    public sealed record Answered(ApprovalRequest Request) : Attachment;
}

/// <summary>Finds what a caller that comes back left: nobody is asked twice, and nothing runs twice.</summary>
internal sealed class EqualCalls(ApprovalStore store, ApprovalDesk desk, ParkedCalls parked, GatewayOptions options, TimeProvider clock)
{
    public async Task<Attachment> FindAsync(string callKey, Exchange exchange)
    {
        var reach = options.Claim.Value > options.DenyFor.Value ? options.Claim.Value : options.DenyFor.Value;
        var candidates = await store.FindEqualAsync(callKey, clock.GetUtcNow() - reach, exchange.Http.RequestAborted);
        foreach (var candidate in candidates)
        {
            if (await TryAttachAsync(candidate, exchange) is { } attachment)
            {
                return attachment;
            }
        }

        return new Attachment.None();
    }

    private async Task<Attachment?> TryAttachAsync(ApprovalRequest candidate, Exchange exchange)
    {
        switch (Standing(candidate))
        {
            case Requests.Standing.StandsDenied:
                await desk.DeliverAsync(candidate.Id);
                return new Attachment.Answered(candidate);
            case Requests.Standing.Waits:
                return parked.TryEnter(candidate.Id, exchange) is { } waiting ? new Attachment.Waits(waiting) : null;
            case Requests.Standing.HasAnswer:
                return await TakeAnswerAsync(candidate, exchange);
            default:
                return null;
        }
    }

    // While a caller is connected the answer is on its way to it, delivered or not.
    private async Task<Attachment?> TakeAnswerAsync(ApprovalRequest candidate, Exchange exchange)
    {
        using var place = parked.TryEnter(candidate.Id, exchange);
        return place is not null && (await desk.DeliverAsync(candidate.Id))!.Did ? new Attachment.Answered(candidate) : null;
    }

    private Standing Standing(ApprovalRequest request) => request.StandingFor(clock.GetUtcNow(), options.Claim, options.DenyFor);
}
