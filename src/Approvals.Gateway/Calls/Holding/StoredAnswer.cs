using Approvals.Requests;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>What a resolved request answers, to the caller that waited or to the equal call that came later.</summary>
internal static class StoredAnswer
{
    public static string Of(ApprovalRequest request, bool isModern) =>
        request.AnswerJson ?? CallJson.Answer(CallResults.Resolved(request), isModern);
}
