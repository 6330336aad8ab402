using Approvals.Gateway.Audit;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Policies.Limits;
using Approvals.Gateway.Upstreams;
using Approvals.Gateway.Upstreams.Wire;
using Approvals.Policies;
using Approvals.Policies.Context;
using Approvals.Risk;

namespace Approvals.Gateway.Calls.Context;

/// <summary>
/// Makes one call of the gateway's own. It is judged, limited and recorded as if the agent had made it, and only made of a tool whose
/// upstream says that it only reads.
/// </summary>
internal sealed class ContextAsker(
    HttpUpstream http, ToolDefinitions definitions, ToolLister lister, LimitLedger limits, CallJournal journal, GatewayOptions options, TimeProvider clock)
{
    private static readonly string IdJson = $"\"{CallerVoice.CallId}\"";

    public async Task<ContextFact> AskAsync(Surroundings around, ContextCall call, CancellationToken stop)
    {
        string? arguments = null;
        if (call.Arguments is { } template && (arguments = template.Fill(around.Asked.ArgumentsJson, out var missing)) is null)
        {
            return new ContextFact(call.Tool, null, new ContextAnswer.Silent($"Not asked: the call has no {missing}."));
        }

        return new ContextFact(call.Tool, arguments, await AnswerAsync(around, call.Tool, arguments, stop));
    }

    private async Task<ContextAnswer> AnswerAsync(Surroundings around, string tool, string? arguments, CancellationToken stop)
    {
        try
        {
            return await JudgeAsync(around, tool, arguments, stop) switch
            {
                Verdict.Allow allowed => await GoAsync(around, tool, arguments, allowed, stop),
                Verdict.Deny denied => new ContextAnswer.Silent($"Not asked: the policy denies it. {denied.Reason}"),
                Verdict.RequireApproval => new ContextAnswer.Silent("Not asked: the policy wants a person asked about this call, too."),
                _ => new ContextAnswer.Silent("Not asked: its upstream does not say that it only reads."),
            };
        }
        catch (Exception broken) when (broken is OperationCanceledException or HttpRequestException or IOException or InvalidDataException or InvalidOperationException)
        {
            return new ContextAnswer.Silent("It did not answer in time, or not in a way that can be read.");
        }
    }

    // Null if it may do more than read.
    private async Task<Verdict?> JudgeAsync(Surroundings around, string tool, string? argumentsJson, CancellationToken stop)
    {
        if (definitions.FindAnnotations(around.Upstream.Name, tool) is null)
        {
            await lister.LookAsync(around.Upstream, tool, around.Voice, stop);
        }

        var facts = new Facts(around.Asked.Grant, around.Asked.Owner, clock.GetUtcNow())
            .WithTool(definitions.FindAnnotations(around.Upstream.Name, tool) ?? default);
        return facts.Category == RiskWords.Harmless ? around.Policy.EvaluateStored(tool, argumentsJson, facts) : null;
    }

    private async Task<ContextAnswer> GoAsync(Surroundings around, string tool, string? arguments, Verdict.Allow allowed, CancellationToken stop)
    {
        if (await limits.ReserveAsync(around.Policy, around.Payer, allowed.Charges) is not LimitAnswer.Reserved { Places: var places })
        {
            return new ContextAnswer.Silent("Not asked: a limit of the policy is full.");
        }

        var note = new CallEntry(
            clock.GetUtcNow(), around.Asked.Grant, around.Upstream.Name, tool, CallVerdict.AskedForContext, allowed.Rule, around.Policy.Version);
        if (!journal.TryAdd(note))
        {
            places.GiveBack();
            return new ContextAnswer.Silent("Not asked: the call could not be recorded.");
        }

        return await SendAsync(around, around.Voice.Call(tool, arguments) with { OnSent = places.Sent }, places, stop);
    }

    private async Task<ContextAnswer> SendAsync(Surroundings around, UpstreamMessage message, Places places, CancellationToken stop)
    {
        var answer = await http.SendAsync(around.Upstream, message, stop);
        if (answer is UpstreamAnswer.NotSent notSent)
        {
            places.GiveBack();
            return new ContextAnswer.Silent($"Not asked: {notSent.Why}.");
        }

        places.Sent();
        if (answer is not UpstreamAnswer.Answered { Response: var response })
        {
            return new ContextAnswer.Silent("The connection broke before an answer came.");
        }

        using (response)
        {
            await foreach (var said in AnswerBody.ReadEventsAsync(response, options.MaxAnswerBytes, stop))
            {
                switch (RpcAnswer.RoleOf(said.Data, IdJson))
                {
                    case RpcRole.Result:
                        return ContextReader.Read(said.Data);
                    case RpcRole.Error:
                        return new ContextAnswer.Silent("Its upstream answered with an error.");
                }
            }

            return new ContextAnswer.Silent($"Its upstream answered {(int)response.StatusCode} without a result.");
        }
    }
}
