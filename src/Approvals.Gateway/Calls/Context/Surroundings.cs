using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Policies.Limits;
using Approvals.Gateway.Upstreams;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Calls.Context;

/// <summary>All of a parked call that the gateway needs to ask its upstream about it, for longer than the caller stays.</summary>
/// <param name="RequestId">The request that people decide.</param>
/// <param name="Asked">What is asked.</param>
/// <param name="Upstream">Whom to ask.</param>
/// <param name="Policy">What judges the gateway's calls, too.</param>
/// <param name="Payer">Whose limits they count in.</param>
/// <param name="Voice">How to speak to the upstream.</param>
internal sealed record Surroundings(string RequestId, AskedCall Asked, Upstream Upstream, Policy Policy, Payer Payer, CallerVoice Voice)
{
    public static Surroundings Of(Exchange exchange, string requestId, AskedCall asked) =>
        new(requestId, asked, exchange.Upstream, exchange.Policy, exchange.Payer, exchange.Voice.Lasting());
}
