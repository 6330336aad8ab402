using System.Net;
using Approvals.Calls;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Calls.Holding;
using Approvals.Gateway.Calls.Waiting;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Upstreams.Wire;
using Approvals.Gateway.Upstreams;
using Approvals.Policies;

namespace Approvals.Gateway.Calls;

/// <summary>Everything that is not a tool call: it passes, and only what it lists is looked at.</summary>
internal sealed class PassThrough(HttpUpstream http, AnswerRelay relay, ToolDefinitions definitions, ParkedCalls parked, GatewayOptions options, TimeProvider clock, IHostApplicationLifetime life)
{
    private const int InternalError = -32603;

    public async Task PostAsync(Exchange exchange)
    {
        if (IsCancellationOfOurs(exchange))
        {
            exchange.Http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        // A subscription is a stream that stays open; every other message is answered in its time.
        using var limit = exchange.Message.Method == "subscriptions/listen" ? EndOfProcess() : new CancellationTokenSource(options.UpstreamTimeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, exchange.Http.RequestAborted);
        Screening screen = exchange.Message.Method == "tools/list" ? message => ScreenList(exchange.Upstream, exchange.Policy, exchange.IsModern, message) : AnswerScreen.Screen;
        var to = new Relaying(exchange.Http, exchange.Grant, exchange.Upstream, exchange.Session, screen, exchange.Message.Kind == RpcKind.Request ? exchange.Message.IdJson : null)
        {
            Client = (exchange.ClientName, exchange.ClientVersion),
        };
        if (await WhyUnansweredAsync(to, exchange.Forward(exchange.Message.Bytes), stop.Token) is { } why && !exchange.Http.RequestAborted.IsCancellationRequested)
        {
            await exchange.FailAsync(StatusCodes.Status200OK, InternalError, $"[UPSTREAM UNAVAILABLE] The upstream '{exchange.Upstream.Name}' gave no answer: {why}.");
        }
    }

    /// <summary>The stream on which an upstream of the older era speaks without being asked.</summary>
    public async Task GetAsync(HttpContext context, Grant grant, Upstream upstream, Policy policy, Session? session, string? lastEventId)
    {
        var message = Bare(HttpMethod.Get, context, session) with { LastEventId = lastEventId, Accept = AnswerBody.EventStream };
        Screening screen = said => AnswerScreen.IsList(said) ? ScreenList(upstream, policy, isModern: false, said) : AnswerScreen.Screen(said);
        await EndAsync(new Relaying(context, grant, upstream, session, screen, IdJson: null), message);
    }

    public async Task DeleteAsync(HttpContext context, Grant grant, Upstream upstream, Session session)
    {
        parked.EndSession(session.Id);
        await EndAsync(new Relaying(context, grant, upstream, session, AnswerScreen.Screen, IdJson: null), Bare(HttpMethod.Delete, context, session));
    }

    private async Task EndAsync(Relaying to, UpstreamMessage message)
    {
        using var end = EndOfProcess();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token, to.Http.RequestAborted);
        if (await WhyUnansweredAsync(to, message, stop.Token) is not null && !to.Http.Response.HasStarted)
        {
            to.Http.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }

    // A stream that stays open would keep the process from ending in its time.
    private CancellationTokenSource EndOfProcess() => CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping);

    private static UpstreamMessage Bare(HttpMethod method, HttpContext context, Session? session) => new(method, ReadOnlyMemory<byte>.Empty)
    {
        ProtocolVersion = McpHeaders.ProtocolVersion(context.Request),
        SessionId = session?.Id,
    };

    private async Task<string?> WhyUnansweredAsync(Relaying to, UpstreamMessage message, CancellationToken stop)
    {
        switch (await http.SendAsync(to.Upstream, message, stop))
        {
            case UpstreamAnswer.NotSent notSent:
                return notSent.Why;
            case UpstreamAnswer.Broken broken:
                return broken.Why;
            case UpstreamAnswer.Answered { Response: var response }:
                using (response)
                {
                    return await RelayAsync(to, response, stop);
                }

            default:
                return "nobody knows why";
        }
    }

    private async Task<string?> RelayAsync(Relaying to, HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            return await relay.RelayAsync(to, response, stop) || to.IdJson is null || response.StatusCode == HttpStatusCode.Accepted ? null : "it ended without one";
        }
        catch (InvalidDataException unseen)
        {
            return unseen.Message.TrimEnd('.');
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            return "the connection broke";
        }
    }

    private ReadOnlyMemory<byte>? ScreenList(Upstream upstream, Policy policy, bool isModern, ReadOnlyMemory<byte> message) =>
        AnswerScreen.ScreenList(message, policy, isModern, tool => definitions.Learn(upstream.Name, tool), options.OfferWait ? WaitTool.DefinitionJson : null);

    // Honoured only within a session of this grant: clients reuse small ids, and one's must not hit another's call.
    private bool IsCancellationOfOurs(Exchange exchange) =>
        exchange is { Message.Method: "notifications/cancelled", Session: { } session }
        && exchange.Message.Params.ValueKind == System.Text.Json.JsonValueKind.Object
        && exchange.Message.Params.TryGetProperty("requestId"u8, out var request)
        && parked.Cancel(session.Id, request.GetRawText());
}
