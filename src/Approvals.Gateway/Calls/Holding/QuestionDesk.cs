using Approvals.Calls;
using Approvals.Gateway.Calls.Context;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Upstreams;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>What a person can be asked about a call.</summary>
internal abstract record Question
{
    private Question()
    {
    }

    /// <summary>All that they decide on, with its fingerprint.</summary>
    public sealed record Put(AskedCall Asked) : Question;

    /// <summary>Nobody can be asked: what the tool is cannot be had.</summary>
    public sealed record Refused(Refusal Why) : Question;
}

/// <summary>Turns a call into the question that a person decides: with the tool's definition, and under the installation's key.</summary>
internal sealed class QuestionDesk(InstallationKey key, ToolDefinitions definitions, ToolLister lister, ContextCalls context)
{
    public string KeyOf(Exchange exchange, CallParams call) => CallKey.Of(key.Key, exchange.Upstream.Name, call, exchange.Caller);

    public async Task<Question> PutAsync(Exchange exchange, CallParams call, string callKey, string rule)
    {
        if (definitions.Find(exchange.Upstream.Name, call.Tool) is { } known)
        {
            return Put(exchange, call, callKey, known);
        }

        return await lister.LookAsync(exchange.Upstream, call.Tool, exchange.Voice, exchange.Http.RequestAborted) switch
        {
            Listing.Listed listed => Put(exchange, call, callKey, listed.DefinitionJson),
            Listing.Gone => new Question.Refused(CallResults.ToolChanged(rule, "Its upstream lists no such tool.")),
            Listing.SessionOver => new Question.Refused(CallResults.UpstreamUnavailable(rule, "its upstream ended the session; start a new one")),
            Listing.Unavailable unavailable => new Question.Refused(CallResults.ToolChanged(rule, $"Its definition cannot be had: {unavailable.Why}.")),
            _ => new Question.Refused(CallResults.GatewayUnavailable()),
        };
    }

    /// <summary>Lets the upstream be asked what those who decide want to know besides. Returns at once.</summary>
    public void LookAround(Exchange exchange, string requestId, AskedCall asked, Terms terms) => context.Begin(exchange, requestId, asked, terms);

    /// <summary>The same for a narrowed call, which nobody made: once its caller is there, for it is asked in the caller's name. It is asked about once.</summary>
    public void LookAroundLate(Exchange exchange, ApprovalRequest request, Terms terms)
    {
        if (request is { NarrowedFrom: not null, Status: RequestStatus.Pending, Content: ContentState.Whole })
        {
            context.BeginOnce(exchange, request.Id, request.Asked, terms);
        }
    }

    private Question.Put Put(Exchange exchange, CallParams call, string callKey, string definitionJson)
    {
        var caller = exchange.Caller;
        var input = new FingerprintInput(exchange.Upstream.Name, exchange.Upstream.Identity, call, definitionJson, caller);
        return new Question.Put(new AskedCall(
            exchange.Upstream.Name,
            exchange.Upstream.Identity,
            call.Tool,
            call.ArgumentsJson,
            call.OthersJson,
            definitionJson,
            caller.Grant,
            caller.Owner,
            caller.Principal,
            Fingerprint.Of(key.Key, input),
            callKey,
            exchange.ClientName,
            exchange.ClientVersion,
            exchange.ProtocolVersion ?? exchange.Message.ProtocolVersion ?? ""));
    }
}
