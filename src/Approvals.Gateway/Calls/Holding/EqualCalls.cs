using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Failpoints;
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
    public sealed record Waits(ParkedCall Parked, ApprovalRequest Request) : Attachment;

    /// <summary>An answer that nobody got, kept for this call while it has the place; or a denial that still stands.</summary>
    public sealed record Answered(ApprovalRequest Request, ParkedCall? Place) : Attachment;
}

/// <summary>Finds what a caller that comes back left: nobody is asked twice, and nothing runs twice.</summary>
internal sealed class EqualCalls(ApprovalStore store, ParkedCalls parked, GatewayOptions options, TimeProvider clock)
{
    private readonly EqualTurns _turns = new();

    /// <summary>To be held from before <see cref="FindAsync"/> until this call has a record, so that the next equal one finds it.</summary>
    public Task<IDisposable> TakeTurnAsync(string callKey, Exchange exchange) => _turns.TakeAsync(callKey, exchange.Http.RequestAborted);

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

    /// <summary>What one request holds for a caller that names it; it has to be of the caller's own.</summary>
    public async Task<Attachment> ReturnToAsync(string requestId, Exchange exchange) =>
        await store.FindAsync(requestId, exchange.Http.RequestAborted) is { } request && await TryAttachAsync(request, exchange) is { } attachment
            ? attachment
            : new Attachment.None();

    private async Task<Attachment?> TryAttachAsync(ApprovalRequest candidate, Exchange exchange)
    {
        switch (Standing(candidate))
        {
            case Requests.Standing.StandsDenied:
                return new Attachment.Answered(candidate, Place: null);
            case Requests.Standing.Over:
                return null;
        }

        // While a caller is connected the answer is on its way to it, delivered or not.
        var place = parked.TryEnter(candidate.Id, exchange);
        if (place is null)
        {
            return null;
        }

        Attachment? attachment = null;
        try
        {
            return attachment = await AttachAsync(place, exchange);
        }
        finally
        {
            if (attachment is null)
            {
                place.Dispose();
            }
        }
    }

    // Its last caller may have been answered since the row was found; only from within the place is the row its present state.
    private async Task<Attachment?> AttachAsync(ParkedCall place, Exchange exchange)
    {
        await place.LetTheOneBeforeEndAsync(exchange.Http.RequestAborted);
        var request = await store.FindAsync(place.RequestId, exchange.Http.RequestAborted);
        Failpoint.Reach(Point.Attached);
        return request is null ? null : Standing(request) switch
        {
            Requests.Standing.Waits => new Attachment.Waits(place, request),
            Requests.Standing.StandsDenied or Requests.Standing.HasAnswer => new Attachment.Answered(request, place),
            _ => null,
        };
    }

    private Standing Standing(ApprovalRequest request) => request.StandingFor(clock.GetUtcNow(), options.Claim, options.DenyFor);
}
