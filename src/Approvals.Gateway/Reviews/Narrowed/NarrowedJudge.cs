using System.Text.Json;
using Approvals.Calls;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Policies;
using Approvals.Policies;
using Approvals.Requests;
using Approvals.Requests.Narrowed;
using Approvals.Risk;

namespace Approvals.Gateway.Reviews.Narrowed;

/// <summary>Judges a call with narrowed arguments as if its agent had made it now.</summary>
internal sealed class NarrowedJudge(GrantBook grants, PolicyBook policies, InstallationKey key, TimeProvider clock)
{
    public NarrowedCall Judge(ApprovalRequest request, string argumentsJson)
    {
        var asked = request.Asked;
        if (grants.All.FirstOrDefault(grant => grant.Name == asked.Grant) is not { } grant || !grant.Policies.TryGetValue(asked.Upstream, out var name))
        {
            return new NarrowedCall.Denied("Its grant has no such upstream any more.");
        }

        using var definition = JsonDocument.Parse(asked.DefinitionJson);
        var facts = new Facts(grant.Name, grant.Owner, clock.GetUtcNow()).WithTool(ToolHints.AnnotationsOf(definition.RootElement));
        var policy = policies.For(name);
        return policy.EvaluateStored(asked.Tool, argumentsJson, facts) switch
        {
            Verdict.RequireApproval asks => new NarrowedCall.Askable(
                Narrowed(asked, argumentsJson), new Ground(asks.Rule, asks.Reason, policy.Name, policy.Version), asks.Terms),
            // It would need nobody; but somebody was asked, and changed what the agent wants.
            Verdict.Allow => new NarrowedCall.Askable(Narrowed(asked, argumentsJson), request.Ground with { }, request.Terms),
            Verdict.Deny denied => new NarrowedCall.Denied(denied.Reason),
            var other => new NarrowedCall.Denied($"The policy has no answer to it ({other.Rule})."),
        };
    }

    private AskedCall Narrowed(AskedCall asked, string argumentsJson)
    {
        var input = new FingerprintInput(
            asked.Upstream,
            asked.UpstreamAddress,
            new CallParams(asked.Tool, argumentsJson, asked.OthersJson),
            asked.DefinitionJson,
            new Caller(asked.Grant, asked.Owner, asked.Principal));
        return asked.WithArguments(argumentsJson, Fingerprint.Of(key.Key, input));
    }
}
