using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Policies.Limits;
using Approvals.Gateway.Upstreams;

namespace Approvals.Gateway.Calls;

/// <summary>An allowed call: sent on as it came, its answer passed on as it comes. No file or database is touched.</summary>
internal sealed partial class DirectCall(HttpUpstream http, AnswerRelay relay, GatewayOptions options, IHostApplicationLifetime life, TimeProvider clock, ILogger<DirectCall> log)
{
    public async Task RunAsync(Exchange exchange, string rule, Places places)
    {
        var aborted = exchange.Http.RequestAborted;
        using var limit = new CancellationTokenSource(options.UpstreamTimeout, clock);
        using var end = life.ApplicationStopping.UnsafeRegister(limit => ((CancellationTokenSource)limit!).CancelAfter(options.DrainTimeout), limit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
        Failpoint.Reach(Point.Sending);
        try
        {
            await SendAsync(exchange, rule, places, stop.Token);
        }
        catch (Exception broken) when (!aborted.IsCancellationRequested)
        {
            LogBroken(log, exchange.Grant.Name, exchange.Upstream.Name, broken);
            places.Sent();
            await exchange.RefuseAsync(CallResults.OutcomeUnknown(rule, "the gateway failed before its answer was whole"));
        }
    }

    private async Task SendAsync(Exchange exchange, string rule, Places places, CancellationToken stop)
    {
        var answer = await http.SendAsync(exchange.Upstream, exchange.Forward(exchange.Message.Bytes, places.Sent), stop);
        if (answer is UpstreamAnswer.NotSent notSent)
        {
            places.GiveBack();
            await exchange.RefuseAsync(CallResults.UpstreamUnavailable(rule, notSent.Why));
            return;
        }

        places.Sent();
        Failpoint.Reach(Point.Sent);
        if (await WhyUnansweredAsync(exchange, answer, stop) is { } why && !exchange.Http.RequestAborted.IsCancellationRequested)
        {
            await exchange.RefuseAsync(CallResults.OutcomeUnknown(rule, why));
        }
    }

    private async Task<string?> WhyUnansweredAsync(Exchange exchange, UpstreamAnswer answer, CancellationToken stop)
    {
        if (answer is not UpstreamAnswer.Answered { Response: var response })
        {
            return ((UpstreamAnswer.Broken)answer).Why;
        }

        using (response)
        {
            try
            {
                var to = new Relaying(exchange.Http, exchange.Grant, exchange.Upstream, exchange.Session, AnswerScreen.Screen, exchange.Message.IdJson);
                return await relay.RelayAsync(to, response, stop) ? null : "its upstream ended without an answer";
            }
            catch (InvalidDataException tooMuch)
            {
                return $"its answer cannot be passed on ({tooMuch.Message})";
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
            {
                return "the connection broke before its answer was whole";
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An allowed call of grant {Grant} to {Upstream} broke after it was sent: it may have run.")]
    private static partial void LogBroken(ILogger log, string grant, string upstream, Exception exception);
}
