using Approvals.Requests;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>What a resolved request answers, to the caller that waited or to the equal call that came later.</summary>
internal static class StoredAnswer
{
    // What a person found out later is worth more than what was known then.
    public static string Of(ApprovalRequest request, bool isModern) =>
        (request.Settlement is null ? request.AnswerJson : null) ?? CallJson.Answer(CallResults.Resolved(request), isModern);
}
