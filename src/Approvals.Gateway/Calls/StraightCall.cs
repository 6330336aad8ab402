using Approvals.Gateway.Audit;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Policies;
using Approvals.Policies;

namespace Approvals.Gateway.Calls;

/// <summary>A call that no person is asked about: recorded, then sent on or refused. What cannot be recorded does not run.</summary>
internal sealed class StraightCall(LimitLedger limits, DirectCall direct, CallJournal journal, TimeProvider clock)
{
    public async Task GoAsync(Exchange exchange, Verdict.Allow allowed)
    {
        switch (await limits.ReserveAsync(exchange.Policy, exchange.Grant.Name, allowed.Limits))
        {
            case LimitAnswer.Full full:
                await RefuseAsync(exchange, CallVerdict.RateLimited, CallResults.RateLimited(full.Verdict));
                break;
            case LimitAnswer.Reserved reserved when Record(exchange, CallVerdict.Allowed, allowed.Rule):
                await direct.RunAsync(exchange, allowed.Rule, reserved.Places);
                break;
            case LimitAnswer.Reserved unrecorded:
                unrecorded.Places.GiveBack();
                await exchange.RefuseAsync(CallResults.GatewayUnavailable());
                break;
        }
    }

    public Task RefuseAsync(Exchange exchange, CallVerdict verdict, Refusal why) =>
        exchange.RefuseAsync(Record(exchange, verdict, why.Rule!) ? why : CallResults.GatewayUnavailable());

    private bool Record(Exchange exchange, CallVerdict verdict, string rule) => journal.TryAdd(new CallEntry(
        clock.GetUtcNow(), exchange.Grant.Name, exchange.Upstream.Name, exchange.Message.Name!, verdict, rule, exchange.Policy.Version));
}
