using Approvals.Calls;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Policies.Limits;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Upstreams;
using Approvals.Policies;
using Approvals.Policies.Limits;
using Approvals.Requests;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>Whether an approved call may go now.</summary>
internal abstract record Gate
{
    private Gate()
    {
    }

    /// <summary>The latch is closed behind it: it must be forwarded, by this caller, at once.</summary>
    /// <param name="Places">Its places in the limits.</param>
    /// <param name="Inputs">What becomes of input that it asks its agent for while it runs.</param>
    public sealed record Open(Places Places, MoreInput Inputs) : Gate;

    /// <summary>Not now; the agent reads why, and the approval stands.</summary>
    public sealed record Shut(Refusal Why) : Gate;

    /// <summary>Never: the request ended with this answer.</summary>
    public sealed record Ended(string AnswerJson) : Gate;

    /// <summary>The row is not what it was: read it again.</summary>
    public sealed record Moved : Gate;
}

/// <summary>
/// Everything that must still be true when an approved call is released: the policy, the tool, the limits, the people, and that the
/// caller is there. The latch is last; what fails before it leaves the approval as it was or ends it, but never runs the call.
/// </summary>
internal sealed class ReleaseGate(ApprovalDesk desk, Judge judge, ToolLister lister, PolicyBook policies, LimitLedger limits, InstallationKey key)
{
    public async Task<Gate> TryAsync(Exchange exchange, ApprovalRequest request, ParkedCall caller)
    {
        // The policy as it is now: it may have changed while people thought.
        exchange = exchange with { Policy = policies.For(exchange.Grant.Policies.GetValueOrDefault(exchange.Upstream.Name)) };
        switch (judge.JudgeAgain(exchange, request))
        {
            case Verdict.Deny denied:
                return await RefuseAsync(exchange, request, CallResults.PolicyDenied(denied));
            case Verdict.Allow allowed:
                return await CheckToolAsync(exchange, request, new Present(request.Terms, allowed.Charges, MoreInput.Allow), caller);
            case Verdict.RequireApproval asks:
                return await CheckToolAsync(exchange, request, new Present(asks.Terms, asks.Charges, asks.Inputs), caller);
            default:
                return new Gate.Shut(CallResults.GatewayUnavailable());
        }
    }

    // The list is asked for in the caller's own session: so this also tells whether that session still lives.
    private async Task<Gate> CheckToolAsync(Exchange exchange, ApprovalRequest request, Present present, ParkedCall caller)
    {
        var rule = request.Ground.Rule;
        switch (await lister.LookAsync(exchange.Upstream, request.Asked.Tool, exchange.Voice, caller.Gone))
        {
            case Listing.SessionOver:
                return new Gate.Shut(CallResults.UpstreamUnavailable(rule, "its upstream ended the session; start a new one", request));
            case Listing.Unavailable unavailable:
                return new Gate.Shut(CallResults.UpstreamUnavailable(rule, unavailable.Why, request));
            case Listing.Listed listed when IsWhatWasReviewed(exchange, request, listed.DefinitionJson):
                return await CloseLatchAsync(exchange, request, present, caller);
            case Listing.Listed:
                return await RefuseAsync(exchange, request, CallResults.ToolChanged(rule, "Its definition is not the one that was reviewed.", request.Id));
            default:
                return await RefuseAsync(exchange, request, CallResults.ToolChanged(rule, "Its upstream does not list it any more.", request.Id));
        }
    }

    private bool IsWhatWasReviewed(Exchange exchange, ApprovalRequest request, string definitionJson)
    {
        var asked = request.Asked;
        var now = new FingerprintInput(
            exchange.Upstream.Name,
            exchange.Upstream.Identity,
            new CallParams(asked.Tool, asked.ArgumentsJson, asked.OthersJson),
            definitionJson,
            exchange.Caller);
        return Fingerprint.Of(key.Key, now) == asked.Fingerprint;
    }

    private async Task<Gate> CloseLatchAsync(Exchange exchange, ApprovalRequest request, Present present, ParkedCall caller)
    {
        var reserved = await limits.ReserveAsync(exchange.Policy, exchange.Payer, present.Charges);
        if (reserved is LimitAnswer.Full full)
        {
            return new Gate.Shut(CallResults.RateLimited(full.Verdict, request.Id));
        }

        var places = ((LimitAnswer.Reserved)reserved).Places;
        ReleaseAnswer? answer = null;
        try
        {
            Failpoint.Reach(Point.Releasing);
            // Nothing is run behind a caller's back.
            caller.Gone.ThrowIfCancellationRequested();
            // Said before it is known: what breaks in between may have closed the latch.
            caller.IsReleased = true;
            answer = await desk.ReleaseAsync(request.Id, present.Terms);
            caller.IsReleased = answer is ReleaseAnswer.Released;
        }
        finally
        {
            if (!caller.IsReleased)
            {
                places.GiveBack();
            }
        }

        return answer switch
        {
            ReleaseAnswer.Released => new Gate.Open(places, present.Inputs),
            ReleaseAnswer.Unsafe => new Gate.Shut(CallResults.GatewayUnavailable()),
            ReleaseAnswer.Revoked => await RefuseAsync(exchange, request, CallResults.Withdrawn(request, "Those who approved it may not any more, or the policy asks for others now.")),
            _ => new Gate.Moved(),
        };
    }

    private async Task<Gate> RefuseAsync(Exchange exchange, ApprovalRequest request, Refusal why)
    {
        var answer = CallJson.Answer(why, exchange.IsModern);
        await desk.RefuseAsync(request.Id, answer);
        return new Gate.Ended(answer);
    }

    /// <summary>What the policy says of the call now.</summary>
    private sealed record Present(Terms Terms, Charges Charges, MoreInput Inputs);
}
