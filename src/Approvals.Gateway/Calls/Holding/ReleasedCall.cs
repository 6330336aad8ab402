using Approvals.Calls;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Upstreams;
using Approvals.Gateway.Upstreams.Wire;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>
/// Sends what was approved, behind the closed latch, and writes what came of it before anybody is told. It is sent once; whatever
/// breaks after that ends as Unknown, never as another attempt.
/// </summary>
internal sealed partial class ReleasedCall(
    HttpUpstream http, ApprovalDesk desk, ApprovalStore store, GatewayOptions options, IHostApplicationLifetime life, TimeProvider clock, ILogger<ReleasedCall> log)
{
    private static readonly TimeSpan AfterCancellation = TimeSpan.FromSeconds(10);
    // A write shares its transaction with others, one of which may be what broke it.
    private const int AttemptsAtOnce = 2;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Returns the members of the answer that the agent gets, <c>{"result":…}</c> or <c>{"error":…}</c>; null if what came of it cannot be
    /// written down now.
    /// </summary>
    /// <param name="exchange">The present caller's, whose envelope the stored arguments travel in.</param>
    /// <param name="request">What was approved.</param>
    /// <param name="gate">How the policy lets it go.</param>
    /// <param name="stream">Where the upstream's notifications go.</param>
    /// <param name="caller">Who waits for it.</param>
    public async Task<string?> RunAsync(Exchange exchange, ApprovalRequest request, Gate.Open gate, AgentStream stream, ParkedCall caller)
    {
        var (outcome, answer) = await SendAsync(exchange, request, gate, stream, caller);
        var isWritten = await WriteDownAsync(request.Id, outcome, answer);
        Failpoint.Reach(Point.Completed);
        if (outcome == Outcome.Unknown)
        {
            LogUnknown(log, request.Id, request.Asked.Tool, exchange.Upstream.Name);
        }

        return isWritten ? answer : null;
    }

    /// <summary>Ends a held call that broke. Behind the latch nobody is told that it did not run, unless the row says so.</summary>
    public async Task<string> GiveUpAsync(Exchange exchange, ParkedCall caller)
    {
        if (!caller.IsReleased)
        {
            return Words(CallResults.GatewayUnavailable(), exchange);
        }

        var unknown = Words(CallResults.OutcomeUnknownOf(caller.RequestId, rule: null), exchange);
        try
        {
            await WriteDownAsync(caller.RequestId, Outcome.Unknown, unknown);
            return await store.FindAsync(caller.RequestId, CancellationToken.None) switch
            {
                { ReleasedAt: null } => Words(CallResults.GatewayUnavailable(), exchange),
                { Outcome: not null } ended => StoredAnswer.Of(ended, exchange.IsModern),
                _ => unknown,
            };
        }
        catch (Exception broken)
        {
            LogNotWritten(log, caller.RequestId, broken);
            return unknown;
        }
    }

    private async Task<(Outcome Outcome, string AnswerJson)> SendAsync(Exchange exchange, ApprovalRequest request, Gate.Open gate, AgentStream stream, ParkedCall caller)
    {
        var places = gate.Places;
        using var limit = new CancellationTokenSource(options.UpstreamTimeout, clock);
        using var end = life.ApplicationStopping.UnsafeRegister(limit => ((CancellationTokenSource)limit!).CancelAfter(options.DrainTimeout), limit);
        // A cancelled call need not be answered.
        using var soon = caller.Cancelled.UnsafeRegister(limit => ((CancellationTokenSource)limit!).CancelAfter(AfterCancellation), limit);
        // Closing the stream cancels a call of 2026-07-28. In the older era it means nothing: the call runs on, and an equal call gets its answer.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, exchange.IsModern ? caller.Gone : CancellationToken.None);
        try
        {
            var asked = request.Asked;
            var body = new CallParams(asked.Tool, asked.ArgumentsJson, asked.OthersJson).Envelope(exchange.Message.IdJson!, exchange.Message.Meta);
            Failpoint.Reach(Point.Forwarding);
            switch (await http.SendAsync(exchange.Upstream, exchange.Forward(body, places.Sent, request), stop.Token))
            {
                case UpstreamAnswer.NotSent notSent:
                    places.GiveBack();
                    return (Outcome.Failed, Words(CallResults.UpstreamUnavailable(request.Ground.Rule, notSent.Why), exchange));
                case UpstreamAnswer.Answered { Response: var response }:
                    places.Sent();
                    Failpoint.Reach(Point.Forwarded);
                    using (response)
                    {
                        return await ReadAsync(exchange, request, gate.Inputs, response, stream, stop.Token, caller.Gone);
                    }

                default:
                    places.Sent();
                    return Unknown(exchange, request);
            }
        }
        catch (Exception broken) when (broken is OperationCanceledException or HttpRequestException or IOException or InvalidDataException)
        {
            places.Sent();
            return Unknown(exchange, request);
        }
    }

    private async Task<(Outcome Outcome, string AnswerJson)> ReadAsync(
        Exchange exchange, ApprovalRequest request, MoreInput inputs, HttpResponseMessage response, AgentStream stream, CancellationToken stop, CancellationToken gone)
    {
        await foreach (var said in AnswerBody.ReadEventsAsync(response, options.MaxAnswerBytes, stop))
        {
            if (said.Comment || AnswerScreen.Screen(said.Data) is not { } message)
            {
                continue;
            }

            switch (RpcAnswer.RoleOf(message, exchange.Message.IdJson!))
            {
                case RpcRole.Result:
                    return (Outcome.Completed, NarrowedNotice.AddTo(RpcAnswer.WithoutId(message), request));
                case RpcRole.Error:
                    return (Outcome.Failed, RpcAnswer.WithoutId(message));
                case RpcRole.Notice when inputs == MoreInput.Review && RpcAnswer.AsksForInput(message) is { } question:
                    await DeclineAsync(exchange, request.Id, question, stop);
                    break;
                case RpcRole.Notice:
                    await stream.RelayWhileHeardAsync(said with { Data = message }, gone);
                    break;
            }
        }

        // It turned the call away without running it: that much a status below 500 says.
        var status = (int)response.StatusCode;
        return status is >= 400 and < 500
            ? (Outcome.Failed, Words(CallResults.UpstreamUnavailable(request.Ground.Rule, $"its upstream answered {status}"), exchange))
            : Unknown(exchange, request);
    }

    // Nobody reviewed what the agent would answer, and by it the call could become another one. Its upstream goes on without.
    private async Task DeclineAsync(Exchange exchange, string requestId, string questionIdJson, CancellationToken stop)
    {
        if (await http.SendAsync(exchange.Upstream, exchange.Voice.Decline(questionIdJson), stop) is UpstreamAnswer.Answered { Response: var response })
        {
            response.Dispose();
        }

        LogDeclined(log, requestId, exchange.Upstream.Name);
    }

    // A caller hears what came of its call once that is written down. A database that is away costs this caller its answer, until it
    // comes again; what is known is written as soon as it can be.
    private async Task<bool> WriteDownAsync(string id, Outcome outcome, string answer)
    {
        for (var attempt = 1; attempt <= AttemptsAtOnce; attempt++)
        {
            try
            {
                await desk.CompleteAsync(id, outcome, answer);
                return true;
            }
            catch (Exception broken)
            {
                LogNotWritten(log, id, broken);
            }
        }

        _ = KeepWritingAsync(id, outcome, answer);
        return false;
    }

    private async Task KeepWritingAsync(string id, Outcome outcome, string answer)
    {
        using var attempts = new PeriodicTimer(BetweenAttempts, clock);
        using var end = life.ApplicationStopping.UnsafeRegister(timer => ((PeriodicTimer)timer!).Dispose(), attempts);
        while (await attempts.WaitForNextTickAsync())
        {
            try
            {
                await desk.CompleteAsync(id, outcome, answer);
                return;
            }
            catch (Exception broken)
            {
                LogNotWritten(log, id, broken);
            }
        }
    }

    private static (Outcome Outcome, string AnswerJson) Unknown(Exchange exchange, ApprovalRequest request) =>
        (Outcome.Unknown, Words(CallResults.OutcomeUnknown(request), exchange));

    private static string Words(Refusal refusal, Exchange exchange) => CallJson.Answer(refusal, exchange.IsModern);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {Id} ran, and {Upstream} asked its agent for more input, which nobody reviewed: that was declined. A policy's \"inputs\": \"allow\" lets it through.")]
    private static partial void LogDeclined(ILogger log, string id, string upstream);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {Id} ({Tool} on {Upstream}) was sent and no answer came: it may have run.")]
    private static partial void LogUnknown(ILogger log, string id, string tool, string upstream);

    [LoggerMessage(Level = LogLevel.Error, Message = "What came of request {Id} still cannot be written down; it is tried again.")]
    private static partial void LogNotWritten(ILogger log, string id, Exception exception);
}
