using System.Security.Cryptography;
using Approvals.Calls;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Calls.Holding;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Upstreams;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Calls;

/// <summary>The life of one <c>tools/call</c>, top to bottom.</summary>
internal sealed class CallPipeline(
    LimitLedger limits, DirectCall direct, EqualCalls equals, ParkedCalls parkedCalls, ApprovalDesk desk, HeldCall held, QuestionDesk questions)
{
    public async Task RunAsync(Exchange exchange, ToolCall call)
    {
        if (call.Tool.StartsWith(AnswerScreen.ReservedToolPrefix, StringComparison.OrdinalIgnoreCase))
        {
            await exchange.RefuseAsync(CallResults.ReservedName(AnswerScreen.ReservedToolPrefix));
            return;
        }

        switch (exchange.Policy.Evaluate(call.Tool))
        {
            case Verdict.Deny denied:
                await exchange.RefuseAsync(CallResults.PolicyDenied(denied));
                break;
            case Verdict.Allow allowed:
                await GoAsync(exchange, allowed);
                break;
            case Verdict.RequireApproval asks:
                await AskAsync(exchange, asks);
                break;
            default:
                await exchange.RefuseAsync(CallResults.GatewayUnavailable());
                break;
        }
    }

    private async Task GoAsync(Exchange exchange, Verdict.Allow allowed)
    {
        switch (await limits.ReserveAsync(exchange.Policy, exchange.Grant.Name, allowed.Limits))
        {
            case LimitAnswer.Full full:
                await exchange.RefuseAsync(CallResults.RateLimited(full.Verdict));
                break;
            case LimitAnswer.Reserved reserved:
                await direct.RunAsync(exchange, allowed.Rule, reserved.Places);
                break;
        }
    }

    private async Task AskAsync(Exchange exchange, Verdict.RequireApproval asks)
    {
        var call = CallParams.From(exchange.Message.Params);
        var callKey = questions.KeyOf(exchange, call);

        // 3. An equal call that waits, or whose answer nobody got, takes this caller, before any limit.
        using var turn = await equals.TakeTurnAsync(callKey, exchange);
        switch (await equals.FindAsync(callKey, exchange))
        {
            case Attachment.Answered answered:
                await exchange.AnswerAsync(StoredAnswer.Of(answered.Request, exchange.IsModern));
                return;
            case Attachment.Waits waits:
                using (waits.Parked)
                {
                    turn.Dispose();
                    await held.HoldAsync(exchange, waits.Parked);
                }

                return;
        }

        // 4. Only checked: what is parked counts when it is released.
        if (limits.Check(exchange.Policy, exchange.Grant.Name, asks.Limits) is { } full)
        {
            await exchange.RefuseAsync(CallResults.RateLimited(full));
            return;
        }

        switch (await questions.PutAsync(exchange, call, callKey, asks.Rule))
        {
            case Question.Refused refused:
                await exchange.RefuseAsync(refused.Why);
                break;
            case Question.Put put:
                await ParkAsync(exchange, asks, put.Asked, turn);
                break;
        }
    }

    private async Task ParkAsync(Exchange exchange, Verdict.RequireApproval asks, AskedCall asked, IDisposable turn)
    {
        // Who has gone already asks nobody: it may be back by now, with a request of its own.
        exchange.Http.RequestAborted.ThrowIfCancellationRequested();

        // 6. The waiter is there before the record: the answer may be quicker than we are.
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using var parked = parkedCalls.TryEnter(id, exchange)!;

        // 7. One transaction: the request, its audit row, and the message that 8 takes to the queue.
        var ground = new Ground(asks.Rule, asks.Reason, exchange.Policy.Name, exchange.Policy.Version);
        if (!await desk.OpenAsync(id, asked, ground, asks.Terms))
        {
            await exchange.RefuseAsync(CallResults.TooManyPending(asks.Rule));
            return;
        }

        turn.Dispose();
        // 9 to 13: decided elsewhere, woken, released, forwarded and answered here.
        await held.HoldAsync(exchange, parked);
    }
}
