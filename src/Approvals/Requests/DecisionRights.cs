using Approvals.Policies;

namespace Approvals.Requests;

/// <summary>Who may decide a request, when it is decided and again when it is released.</summary>
public static class DecisionRights
{
    /// <summary>Why <paramref name="person"/> may not decide <paramref name="request"/>, as a sentence for them; null if they may.</summary>
    public static string? WhyNot(this ApprovalRequest request, Reviewer person)
    {
        if (!person.May(RequestAction.Decide))
        {
            return "Your role lets you look at requests, not decide them.";
        }

        if (request.Content.WhyUndecidable() is { } gone)
        {
            return gone;
        }

        if (person.Is(request.Asked.Owner))
        {
            return "This call was made with your own grant; somebody else has to decide it.";
        }

        return person.IsAmong(request.Terms.Reviewers) ? null : $"Only these may decide it: {string.Join(", ", request.Terms.Reviewers)}.";
    }

    // Enough for the request's own terms, and for those that the policy has now.
    internal static bool IsStillApproved(this ApprovalRequest request, Terms present, Func<string, Reviewer?> people)
    {
        var standing = request.Decisions
            .Where(decision => decision.Choice == Choice.Approve)
            .Select(decision => people(decision.Reviewer))
            .Where(person => person is not null && request.WhyNot(person) is null)
            .ToList();
        return standing.Count >= request.Terms.Quorum
            && standing.Count(person => person!.IsAmong(present.Reviewers)) >= present.Quorum;
    }
}
