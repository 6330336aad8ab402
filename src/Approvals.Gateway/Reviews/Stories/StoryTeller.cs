using System.Text;
using System.Text.Json;
using Approvals.Calls;
using Approvals.Gateway.Storage.Records;
using Approvals.Gateway.Storage.Views;
using Approvals.Policies;
using Approvals.Rendering;
using Approvals.Requests;
using Approvals.Risk;

namespace Approvals.Gateway.Reviews.Stories;

/// <summary>Gathers what a reviewer would otherwise have to look up. It shows nothing that the person may not see elsewhere.</summary>
internal sealed class StoryTeller(GrantQueries grants, PolicyVersions versions)
{
    private const int MostOthers = 10;
    private const int MostDenials = 5;

    public async Task<RequestStory> TellAsync(ApprovalView view, Reviewer person, CancellationToken stop)
    {
        var call = new GrantCall(view.Id, view.Asked.Grant, view.Asked.Upstream, view.Asked.Tool, view.ResolvedAt ?? DateTimeOffset.MaxValue);
        var approved = await grants.FindLastApprovedAsync(call, stop) is { } found ? ApprovalView.For(found, person) : null;
        var (since, isWhole) = await grants.CountCallsSinceAsync(call, stop);
        return new RequestStory
        {
            Trace = await TraceAsync(view, person, stop),
            LastApproved = approved,
            Diff = approved is { Content: ContentState.Whole } && view.Content == ContentState.Whole
                ? ArgumentDiff.Of(approved.Asked.ArgumentsJson, view.Asked.ArgumentsJson)
                : null,
            Others = ApprovalView.For(await grants.ListOthersAsync(call, MostOthers, stop), person),
            Denials = ApprovalView.For(await grants.ListDenialsAsync(call, MostDenials, stop), person),
            Since = since,
            IsSinceWhole = isWhole,
            Repeats = view is { RememberedUntil: not null, ResolvedAt: { } approvedAt } ? await grants.CountRepeatsAsync(view.Asked.CallKey, approvedAt, stop) : 0,
            Extensions = await grants.ListExtensionsAsync(view.Id, stop),
        };
    }

    private async Task<PolicyTrace> TraceAsync(ApprovalView view, Reviewer person, CancellationToken stop)
    {
        if (!person.May(Right.SeePolicies) || view.IsMasked)
        {
            return new PolicyTrace.NotTold("Your role does not show it: the policy's steps repeat what the arguments say.");
        }

        if (view.Content != ContentState.Whole)
        {
            return new PolicyTrace.NotTold("It cannot be told any more: what was asked cannot be read.");
        }

        var text = await versions.FindTextAsync(view.Ground.Policy, view.Ground.PolicyVersion, stop);
        return text is not null && PolicyReader.Read(view.Ground.Policy, view.Ground.Policy, Encoding.UTF8.GetBytes(text), out _) is { } policy
            ? Explain(policy, view)
            : new PolicyTrace.NotTold("It cannot be told: the version of the policy that asked was not kept.");
    }

    private static PolicyTrace.Told Explain(Policy policy, ApprovalView view)
    {
        using var arguments = Parse(view.Asked.ArgumentsJson);
        using var definition = Parse(view.Asked.DefinitionJson);
        var annotations = ToolHints.AnnotationsOf(definition?.RootElement ?? default);
        var facts = new Facts(view.Asked.Grant, view.Asked.Owner, view.CreatedAt)
        {
            Annotations = annotations,
            Category = policy.NeedsTool ? ToolHints.CategoryOf(annotations) : null,
        };
        var explained = policy.Explain(Use.OfTool(view.Asked.Tool, arguments?.RootElement ?? default), facts);
        return new PolicyTrace.Told(explained, explained.Verdict.Rule == view.Ground.Rule);
    }

    private static JsonDocument? Parse(string? json) => json is null ? null : StrictJson.Parse(Encoding.UTF8.GetBytes(json), out _);
}
