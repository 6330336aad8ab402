using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Requests;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>
/// Keeps a caller's connection alive while people think, and ends it with an answer: the result, the refusal, or the word that it
/// still waits. The row in the database is the truth; everything that wakes us only says that it may be worth reading.
/// </summary>
internal sealed partial class HeldCall(
    ApprovalStore store, ApprovalDesk desk, ReleaseGate gate, ReleasedCall released, GatewayOptions options, TimeProvider clock, ILogger<HeldCall> log)
{
    private const string Waits = "Waiting for a person to approve this call.";
    private const string Runs = "Running.";

    public async Task HoldAsync(Exchange exchange, ParkedCall parked)
    {
        using var stream = new AgentStream(exchange.Http, exchange.ProgressTokenJson);
        try
        {
            await stream.StartAsync(parked.Gone);
            await AnswerAsync(exchange, parked, stream);
        }
        catch (Exception left) when (left is CallerGoneException || (left is OperationCanceledException or IOException && parked.Gone.IsCancellationRequested))
        {
            // The call is over; the request stays, for an equal call to attach to.
            LogLeft(log, parked.RequestId);
        }
        catch (Exception broken)
        {
            LogBroken(log, parked.RequestId, broken);
            if (stream.IsAnswered)
            {
                return;
            }

            var words = await released.GiveUpAsync(exchange, parked);
            await stream.AnswerWhileHeardAsync(CallJson.Message(exchange.Message.IdJson!, words), parked.Gone);
        }
    }

    private async Task AnswerAsync(Exchange exchange, ParkedCall parked, AgentStream stream)
    {
        var id = exchange.Message.IdJson!;
        var begun = clock.GetUtcNow();
        var hold = HoldFor(exchange);
        var isOver = false;
        while (true)
        {
            // What a step reads is gone before the wait: ten thousand rows would weigh as much as ten thousand callers.
            switch (await StepAsync(exchange, parked, stream, isOver))
            {
                case Step.Answer answer:
                    parked.Answers();
                    await stream.AnswerAsync(CallJson.Message(id, answer.Json), parked.Gone);
                    Failpoint.Reach(Point.Answered);
                    await desk.DeliverAsync(parked.RequestId);
                    Failpoint.Reach(Point.Delivered);
                    return;
                case Step.HandOff handOff:
                    parked.MakeWay();
                    await NoteHeardAsync(parked.RequestId, handOff.Told);
                    await stream.AnswerAsync(CallJson.Message(id, handOff.Why, exchange.IsModern), parked.Gone);
                    return;
                case Step.Wait wait:
                    isOver = !await WaitAsync(wait.Words, parked, stream, begun + (wait.MostHold < hold ? wait.MostHold.Value : hold));
                    break;
            }
        }
    }

    // When the hold is over the row is read once more: it may have been decided at the last moment.
    private async Task<Step> StepAsync(Exchange exchange, ParkedCall parked, AgentStream stream, bool isOver)
    {
        var request = await store.FindAsync(parked.RequestId, parked.Gone)
            ?? throw new InvalidOperationException("A request that was opened is not in the database.");
        switch (request)
        {
            case { Content: ContentState.Altered } when !parked.IsReleased:
            case { Content: ContentState.Unreadable, ReleasedAt: null, Status: RequestStatus.Pending or RequestStatus.Approved, Outcome: null }:
                return new Step.HandOff(CallResults.GatewayUnavailable(request));
            case { Status: RequestStatus.Pending } when request.OpenQuestion is { IsHeard: false }:
                return new Step.HandOff(CallResults.Pending(request)) { Told = request.Talk.Count };
            case { Status: RequestStatus.Pending } or { Status: RequestStatus.Approved, ReleasedAt: not null, Outcome: null }:
                return isOver ? new Step.HandOff(CallResults.Pending(request)) : new Step.Wait(request.ReleasedAt is null ? Waits : Runs, request.Terms.Hold);
            case { Status: RequestStatus.Approved, Outcome: null } when parked.IsClosing:
                return new Step.HandOff(CallResults.Pending(request));
            case { Status: RequestStatus.Approved, Outcome: null }:
                return await ReleaseAsync(exchange, request, parked, stream);
            default:
                return new Step.Answer(StoredAnswer.Of(request, exchange.IsModern));
        }
    }

    // Before it is sent, for the agent may be back at once. One that leaves without having read it reads it when its next hold is over.
    private async Task NoteHeardAsync(string requestId, int remarks)
    {
        if (remarks > 0)
        {
            await desk.HearAsync(requestId, remarks);
        }
    }

    private async Task<Step> ReleaseAsync(Exchange exchange, ApprovalRequest request, ParkedCall parked, AgentStream stream)
    {
        switch (await gate.TryAsync(exchange, request, parked))
        {
            case Gate.Open open:
                var running = released.RunAsync(exchange, request, open, stream, parked);
                await BeatWhileAsync(running, stream, parked);
                // What is not written down yet waits for an equal call.
                return await running is { } answer ? new Step.Answer(answer) : new Step.HandOff(CallResults.OutcomeUnknown(request));
            case Gate.Shut shut:
                return new Step.HandOff(shut.Why);
            case Gate.Ended ended:
                return new Step.Answer(ended.AnswerJson);
            default:
                return new Step.Again();
        }
    }

    // Its upstream may be silent for long, too.
    private async Task BeatWhileAsync(Task running, AgentStream stream, ParkedCall parked)
    {
        using var beats = new PeriodicTimer(options.Heartbeat.Value, clock);
        while (await Task.WhenAny(running, beats.WaitForNextTickAsync().AsTask()) != running)
        {
            await stream.BeatWhileHeardAsync(Runs, parked.Gone);
        }
    }

    // False when the caller has been held long enough, or cannot be held any longer.
    private async Task<bool> WaitAsync(string words, ParkedCall parked, AgentStream stream, DateTimeOffset handOffAt)
    {
        while (true)
        {
            var left = handOffAt - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            var beat = left < options.Heartbeat.Value ? left : options.Heartbeat.Value;
            var woken = await parked.WaitAsync(beat);
            if (woken != Woken.Beat)
            {
                return woken == Woken.Rung;
            }

            if (clock.GetUtcNow() < handOffAt)
            {
                await stream.BeatAsync(words, parked.Gone);
            }
        }
    }

    private TimeSpan HoldFor(Exchange exchange) =>
        exchange.Grant.Hold ?? KnownClients.HoldFor(exchange.ClientName) ?? options.Hold.Value;

    [LoggerMessage(Level = LogLevel.Information, Message = "The caller of request {Id} is gone; an equal call can take its place.")]
    private static partial void LogLeft(ILogger log, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Id} could not be held or answered; what is in the database stands.")]
    private static partial void LogBroken(ILogger log, string id, Exception exception);

    private abstract record Step
    {
        /// <param name="Words">What the caller hears meanwhile.</param>
        /// <param name="MostHold">How long the policy lets a caller be held; it can only shorten what holds otherwise.</param>
        public sealed record Wait(string Words, TimeSpan? MostHold) : Step;

        public sealed record Again : Step;

        /// <summary>The end of the request: its caller has it, and no equal call gets it again.</summary>
        public sealed record Answer(string Json) : Step;

        /// <summary>The end of this call only.</summary>
        public sealed record HandOff(Refusal Why) : Step
        {
            /// <summary>How many remarks of people the caller has read with it, if one of them is news to it.</summary>
            public int Told { get; init; }
        }
    }
}
