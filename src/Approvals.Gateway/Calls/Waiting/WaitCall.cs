using System.Text.Json;
using Approvals.Calls;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Calls.Holding;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Requests;
using Approvals.Requests.Talks;

namespace Approvals.Gateway.Calls.Waiting;

/// <summary>A call of <see cref="WaitTool"/>: its caller takes the place of the one that made the request, and is held, released and answered in its stead.</summary>
internal sealed class WaitCall(ApprovalStore store, ApprovalDesk desk, EqualCalls equals, ParkedCalls parkedCalls, HeldCall held, StraightCall straight)
{
    public async Task RunAsync(Exchange exchange, JsonElement arguments)
    {
        try
        {
            await WaitAsync(exchange, arguments);
        }
        catch (Exception broken) when (broken is not CallerGoneException && !exchange.Http.RequestAborted.IsCancellationRequested)
        {
            // Whatever sends a call answers for what breaks from then on; so this one was not sent.
            await straight.BreakOffAsync(exchange, broken);
        }
    }

    private async Task WaitAsync(Exchange exchange, JsonElement arguments)
    {
        if (WaitTool.Read(arguments, out var problem) is not { } wanted)
        {
            await FailAsync(exchange, problem!);
            return;
        }

        // To anybody but its caller a request is not there.
        var request = await FindAsync(wanted.Id, exchange.Http.RequestAborted);
        if (request is null || !IsOf(exchange, request.Asked))
        {
            await FailAsync(exchange, "There is no such request of this grant on this upstream.");
            return;
        }

        if (wanted.Answer is { } answer && await desk.ReplyAsync(request.Id, request.Asked.Grant, answer) is RemarkAnswer.NoMore)
        {
            await FailAsync(exchange, $"{Remark.MostOfASide} answers are the most. Call {WaitTool.Name} without one to go on waiting.");
            return;
        }

        using var seat = parkedCalls.TakeSeat();
        if (seat is null)
        {
            await exchange.RefuseAsync(CallResults.TooManyHeld(request.Ground.Rule));
            return;
        }

        using var parked = await TakePlaceAsync(exchange, request);
        if (parked is not null)
        {
            await held.HoldAsync(exchange, parked);
        }
    }

    // What was narrowed is waited for under either id.
    private async Task<ApprovalRequest?> FindAsync(string id, CancellationToken stop) =>
        await store.FindAsync(id, stop) is { } request ? request.NarrowedTo is { } successor ? await store.FindAsync(successor, stop) : request : null;

    // Null if it was answered already.
    private async Task<ParkedCall?> TakePlaceAsync(Exchange exchange, ApprovalRequest request)
    {
        using var turn = await equals.TakeTurnAsync(request.Asked.CallKey, exchange);
        switch (await equals.ReturnToAsync(request.Id, exchange))
        {
            case Attachment.Answered answered:
                using (answered.Place)
                {
                    await exchange.AnswerAsync(StoredAnswer.Of(answered.Request, exchange.IsModern));
                    await desk.DeliverAsync(request.Id);
                }

                return null;
            case Attachment.Waits waits:
                return waits.Parked;
            default:
                await AnswerAsItStandsAsync(exchange, request.Id);
                return null;
        }
    }

    // It is over, and its answer was fetched before; or a caller is connected, to whom the answer goes.
    private async Task AnswerAsItStandsAsync(Exchange exchange, string id)
    {
        await desk.PassTimeAsync(id);
        var request = await store.FindAsync(id, exchange.Http.RequestAborted) ?? throw new InvalidOperationException("A request that was there is gone.");
        await (request.IsOver() || request.Outcome is not null
            ? exchange.AnswerAsync(StoredAnswer.Of(request, exchange.IsModern))
            : exchange.RefuseAsync(CallResults.WaitsElsewhere(request)));
    }

    private static bool IsOf(Exchange exchange, AskedCall asked) =>
        asked.Upstream == exchange.Upstream.Name && asked.Grant == exchange.Grant.Name && asked.Principal == exchange.Grant.Principal;

    private static Task FailAsync(Exchange exchange, string words) => exchange.FailAsync(StatusCodes.Status200OK, RpcProblem.InvalidParams, words);
}
