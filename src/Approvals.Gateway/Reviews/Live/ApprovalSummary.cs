using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Gateway.Reviews.Api;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>An approval as the hub sends it: the JSON of the API without what can be long or secret.</summary>
internal static class ApprovalSummary
{
    public static JsonObject Of(ApprovalView view)
    {
        var whole = ApprovalJson.Of(view with { Asked = view.Asked with { ArgumentsJson = null, OthersJson = "{}" }, Decisions = [], Result = null });
        var summary = JsonSerializer.SerializeToNode(whole, ApprovalsApiJson.Default.ApprovalJson)!.AsObject();
        summary.Remove("arguments");
        summary.Remove("others");
        summary.Remove("decisions");
        return summary;
    }
}
