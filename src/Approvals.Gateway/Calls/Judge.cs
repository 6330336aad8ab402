using System.Text.Json;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Upstreams;
using Approvals.Policies;
using Approvals.Requests;
using Approvals.Risk;

namespace Approvals.Gateway.Calls;

/// <summary>Lets the policy judge what an agent wants, with what is known around it. What the tool says of itself is looked up only where a rule asks for it.</summary>
internal sealed class Judge(ToolDefinitions definitions, ToolLister lister, TimeProvider clock)
{
    public ValueTask<Verdict> JudgeAsync(Exchange exchange, Use use)
    {
        if (!exchange.Policy.NeedsTool || use.Kind != UseKind.Tool)
        {
            return ValueTask.FromResult(exchange.Policy.Evaluate(use, FactsOf(exchange)));
        }

        return definitions.FindAnnotations(exchange.Upstream.Name, use.Name) is { } known
            ? ValueTask.FromResult(exchange.Policy.Evaluate(use, FactsOf(exchange, known)))
            : new ValueTask<Verdict>(LookAndJudgeAsync(exchange, use));
    }

    /// <summary>Judges an approved call again, as it was reviewed. Whether its tool is still the same is somebody else's question.</summary>
    public Verdict JudgeAgain(Exchange exchange, ApprovalRequest request)
    {
        using var definition = JsonDocument.Parse(request.Asked.DefinitionJson);
        var annotations = definition.RootElement.TryGetProperty("annotations"u8, out var found) ? found : default;
        return exchange.Policy.EvaluateStored(request.Asked.Tool, request.Asked.ArgumentsJson, FactsOf(exchange, annotations));
    }

    // Nobody asked this upstream for its tools yet. What cannot be had stays unknown, and the policy takes it for the worst.
    private async Task<Verdict> LookAndJudgeAsync(Exchange exchange, Use use)
    {
        await lister.LookAsync(exchange.Upstream, use.Name, exchange.Voice, exchange.Http.RequestAborted);
        return exchange.Policy.Evaluate(use, definitions.FindAnnotations(exchange.Upstream.Name, use.Name) is { } known ? FactsOf(exchange, known) : FactsOf(exchange));
    }

    private Facts FactsOf(Exchange exchange) => new(exchange.Grant.Name, exchange.Grant.Owner, clock.GetUtcNow());

    private Facts FactsOf(Exchange exchange, JsonElement annotations) =>
        FactsOf(exchange).WithTool(annotations);
}
