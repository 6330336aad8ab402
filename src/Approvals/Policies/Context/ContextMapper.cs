using System.Collections.Immutable;
using Approvals.Policies.Reading;
using Approvals.Policies.Rules;

namespace Approvals.Policies.Context;

/// <summary>Maps <c>approval.context</c>: what the gateway asks the upstream so that people see more than the call.</summary>
internal static class ContextMapper
{
    public static ImmutableArray<ContextCall> Map(Cursor? calls) =>
        calls is null ? [] : [.. calls.Items(ContextCall.Most).Select(Call).OfType<ContextCall>()];

    /// <summary>Reports every call of a tool that the document does not name and allow. A glob or a default is not meant for the gateway's own calls.</summary>
    public static void Check(PolicyDraft draft, Problems problems)
    {
        foreach (var call in draft.AllTerms.SelectMany(terms => terms.Context).Distinct())
        {
            if (!draft.Tools.TryGetValue(call.Tool, out var entry) || Glob.IsGlob(call.Tool) || entry.Action is not ToolAction.Allow)
            {
                problems.Add(call.At, $"the gateway may only ask '{PrintableText.Of(call.Tool)}' if 'tools' names it exactly and allows it");
            }
        }
    }

    private static ContextCall? Call(Cursor call)
    {
        if (call.Table(Vocabulary.ContextCall) is not { } fields)
        {
            return null;
        }

        var tool = fields.Required("tool", "\"describe_cluster\"");
        var arguments = fields["arguments"] is { } given ? ArgumentTemplate.Read(given) : null;
        return tool?.Text(Names.Tools.Most) is { } name ? new ContextCall(name, arguments) { At = tool.Node.At } : null;
    }
}
