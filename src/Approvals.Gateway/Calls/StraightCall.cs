using Approvals.Gateway.Audit;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Policies.Limits;
using Approvals.Policies;
using Approvals.Policies.Limits;

namespace Approvals.Gateway.Calls;

/// <summary>A call that no person is asked about: recorded, then sent on or refused. What cannot be recorded does not run.</summary>
internal sealed partial class StraightCall(LimitLedger limits, DirectCall direct, CallJournal journal, TimeProvider clock, ILogger<StraightCall> log)
{
    public async Task GoAsync(Exchange exchange, Use use, Verdict.Allow allowed)
    {
        switch (await limits.ReserveAsync(exchange.Policy, exchange.Payer, allowed.Charges))
        {
            case LimitAnswer.Full full:
                await RefuseAsync(exchange, use, CallVerdict.RateLimited, CallResults.RateLimited(full.Verdict));
                break;
            case LimitAnswer.Reserved reserved when Record(exchange, use, CallVerdict.Allowed, allowed.Rule):
                Failpoint.Reach(Point.Reserved);
                await direct.RunAsync(exchange, allowed.Rule, reserved.Places);
                break;
            case LimitAnswer.Reserved unrecorded:
                unrecorded.Places.GiveBack();
                await exchange.RefuseAsync(CallResults.GatewayUnavailable());
                break;
        }
    }

    /// <summary>Under a policy that only watches: the call goes, and the record says what would have become of it.</summary>
    public async Task GoInShadowAsync(Exchange exchange, Use use, Verdict verdict)
    {
        var (watched, rule, places) = verdict switch
        {
            Verdict.Allow allowed => await WatchLimitsAsync(exchange, allowed),
            Verdict.RequireApproval asks => (CallVerdict.WouldAsk, asks.Rule, Places.None),
            _ => (CallVerdict.WouldDeny, verdict.Rule, Places.None),
        };
        if (Record(exchange, use, watched, rule))
        {
            Failpoint.Reach(Point.Reserved);
            await direct.RunAsync(exchange, rule, places);
            return;
        }

        places.GiveBack();
        await exchange.RefuseAsync(CallResults.GatewayUnavailable());
    }

    private async Task<(CallVerdict Verdict, string Rule, Places Places)> WatchLimitsAsync(Exchange exchange, Verdict.Allow allowed) =>
        await limits.ReserveAsync(exchange.Policy, exchange.Payer, allowed.Charges) switch
        {
            LimitAnswer.Full full => (CallVerdict.WouldLimit, full.Verdict.Rule, Places.None),
            LimitAnswer.Reserved reserved => (CallVerdict.Allowed, allowed.Rule, reserved.Places),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no answer to a reservation."),
        };

    /// <summary>Refuses what finds a limit full now, without taking a place in it. False if there is room.</summary>
    public async Task<bool> RefuseIfFullAsync(Exchange exchange, Use use, Charges charges)
    {
        if (await limits.CheckAsync(exchange.Policy, exchange.Payer, charges) is not { } full)
        {
            return false;
        }

        await RefuseAsync(exchange, use, CallVerdict.RateLimited, CallResults.RateLimited(full));
        return true;
    }

    public Task RefuseAsync(Exchange exchange, Use use, CallVerdict verdict, Refusal why) =>
        exchange.RefuseAsync(Record(exchange, use, verdict, why.Rule!) ? why : CallResults.GatewayUnavailable());

    /// <summary>Something broke before anything was sent.</summary>
    public Task BreakOffAsync(Exchange exchange, Exception broken)
    {
        LogBroken(log, exchange.Grant.Name, exchange.Upstream.Name, broken);
        return exchange.RefuseAsync(CallResults.GatewayUnavailable());
    }

    private bool Record(Exchange exchange, Use use, CallVerdict verdict, string rule) => journal.TryAdd(new CallEntry(
        clock.GetUtcNow(), exchange.Grant.Name, exchange.Upstream.Name, use.Name, verdict, rule, exchange.Policy.Version));

    [LoggerMessage(Level = LogLevel.Error, Message = "A call of grant {Grant} to {Upstream} broke before it was sent; it did not run.")]
    private static partial void LogBroken(ILogger log, string grant, string upstream, Exception exception);
}
