using Approvals.Calls;
using Approvals.Gateway.Audit;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Calls.Holding;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Upstreams;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Calls;

/// <summary>The life of one use of an upstream, top to bottom: a <c>tools/call</c>, or the reading of a resource or a prompt.</summary>
internal sealed class CallPipeline(
    Judge judge, StraightCall straight, EqualCalls equals, ParkedCalls parkedCalls, ApprovalDesk desk, HeldCall held, QuestionDesk questions)
{
    public async Task RunAsync(Exchange exchange, Use use)
    {
        try
        {
            await JudgeAsync(exchange, use);
        }
        catch (Exception broken) when (broken is not CallerGoneException && !exchange.Http.RequestAborted.IsCancellationRequested)
        {
            // Whatever sends a call answers for what breaks from then on; so this one was not sent.
            await straight.BreakOffAsync(exchange, broken);
        }
    }

    private async Task JudgeAsync(Exchange exchange, Use use)
    {
        Failpoint.Reach(Point.Read);
        if (use.Kind == UseKind.Tool && use.Name.StartsWith(AnswerScreen.ReservedToolPrefix, StringComparison.OrdinalIgnoreCase))
        {
            await straight.RefuseAsync(exchange, use, CallVerdict.Denied, CallResults.ReservedName(AnswerScreen.ReservedToolPrefix));
            return;
        }

        var verdict = await judge.JudgeAsync(exchange, use);
        Failpoint.Reach(Point.Judged);
        switch (verdict)
        {
            case var watched when exchange.Policy.Mode == PolicyMode.Shadow:
                await straight.GoInShadowAsync(exchange, use, watched);
                break;
            case Verdict.Deny denied:
                await straight.RefuseAsync(exchange, use, CallVerdict.Denied, CallResults.PolicyDenied(denied));
                break;
            case Verdict.Allow allowed:
                await straight.GoAsync(exchange, use, allowed);
                break;
            case Verdict.RequireApproval asks when use.Kind != UseKind.Tool:
                await straight.RefuseAsync(exchange, use, CallVerdict.Denied, CallResults.CannotAsk(asks));
                break;
            case Verdict.RequireApproval asks:
                await AskAsync(exchange, use, asks);
                break;
            default:
                await exchange.RefuseAsync(CallResults.GatewayUnavailable());
                break;
        }
    }

    private async Task AskAsync(Exchange exchange, Use use, Verdict.RequireApproval asks)
    {
        using var seat = parkedCalls.TakeSeat();
        if (seat is null)
        {
            await straight.RefuseAsync(exchange, use, CallVerdict.TooMany, CallResults.TooManyHeld(asks.Rule));
            return;
        }

        // Nothing of the question is kept for as long as people think: it is in the database.
        using var parked = await TakePlaceAsync(exchange, use, asks);
        if (parked is not null)
        {
            // 9 to 13: decided elsewhere, woken, released, forwarded and answered here.
            await held.HoldAsync(exchange, parked);
        }
    }

    // Null if it was answered already.
    private async Task<ParkedCall?> TakePlaceAsync(Exchange exchange, Use use, Verdict.RequireApproval asks)
    {
        var call = CallParams.From(exchange.Message.Params);
        var callKey = questions.KeyOf(exchange, call);

        // 3. An equal call that waits, or whose answer nobody got, takes this caller, before any limit.
        using var turn = await equals.TakeTurnAsync(callKey, exchange);
        switch (await equals.FindAsync(callKey, exchange))
        {
            case Attachment.Answered answered:
                using (answered.Place)
                {
                    await exchange.AnswerAsync(StoredAnswer.Of(answered.Request, exchange.IsModern));
                    Failpoint.Reach(Point.Answered);
                    await desk.DeliverAsync(answered.Request.Id);
                    Failpoint.Reach(Point.Delivered);
                }

                return null;
            case Attachment.Waits waits:
                questions.LookAroundLate(exchange, waits.Request, asks.Terms);
                return waits.Parked;
        }

        // 4. Only checked: what is parked counts when it is released.
        if (await straight.RefuseIfFullAsync(exchange, use, asks.Charges))
        {
            return null;
        }

        switch (await questions.PutAsync(exchange, call, callKey, asks.Rule))
        {
            case Question.Put put:
                return await OpenAsync(exchange, use, asks, put.Asked);
            case Question.Refused refused:
                await exchange.RefuseAsync(refused.Why);
                return null;
            default:
                await exchange.RefuseAsync(CallResults.GatewayUnavailable());
                return null;
        }
    }

    private async Task<ParkedCall?> OpenAsync(Exchange exchange, Use use, Verdict.RequireApproval asks, AskedCall asked)
    {
        // Who has gone already asks nobody: it may be back by now, with a request of its own.
        exchange.Http.RequestAborted.ThrowIfCancellationRequested();

        // 6. The waiter is there before the record: the answer may be quicker than we are.
        var id = ApprovalDesk.NewId();
        var parked = parkedCalls.TryEnter(id, exchange)!;
        var isOpen = false;
        try
        {
            Failpoint.Reach(Point.Parked);

            // 7. One transaction: the request, its audit row, and the message that 8 takes to the queue.
            var ground = new Ground(asks.Rule, asks.Reason, exchange.Policy.Name, exchange.Policy.Version);
            if (await desk.OpenAsync(id, asked, ground, asks.Terms) is { } reached)
            {
                await straight.RefuseAsync(exchange, use, CallVerdict.TooMany, CallResults.TooManyPending(asks.Rule, reached));
                return null;
            }

            Failpoint.Reach(Point.Opened);
            isOpen = true;
            questions.LookAround(exchange, id, asked, asks.Terms);
            return parked;
        }
        finally
        {
            if (!isOpen)
            {
                parked.Dispose();
            }
        }
    }
}
