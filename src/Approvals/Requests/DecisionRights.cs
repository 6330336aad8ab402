using Approvals.Policies;

namespace Approvals.Requests;

/// <summary>Who may decide a request, when it is decided and again when it is released.</summary>
public static class DecisionRights
{
    /// <summary>Why <paramref name="person"/> may not decide <paramref name="request"/>, as a sentence for them; null if they may.</summary>
    public static string? WhyNot(this ApprovalRequest request, Reviewer person)
    {
        if (!person.May(Right.Decide))
        {
            return "Your role lets you look at requests, not decide them.";
        }

        return request.Content.WhyUndecidable() ?? request.WhyNotTheirs(person, "decide");
    }

    /// <summary>Why <paramref name="person"/> may not say what came of <paramref name="request"/>, as a sentence for them; null if they may.</summary>
    // Erased content is no obstacle: what happened is found out at the upstream.
    public static string? WhyNotSettle(this ApprovalRequest request, Reviewer person) => request.Content == ContentState.Altered
        ? request.Content.WhyUndecidable()
        : person.May(Right.Settle)
            ? request.WhyNotTheirs(person, "settle")
            : "Your role lets you look at requests, not settle what came of them.";

    private static string? WhyNotTheirs(this ApprovalRequest request, Reviewer person, string verb)
    {
        if (person.Is(request.Asked.Owner))
        {
            return $"This call was made with your own grant; somebody else has to {verb} it.";
        }

        return person.IsAmong(request.Terms.Reviewers) ? null : $"Only these may {verb} it: {string.Join(", ", request.Terms.Reviewers)}.";
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
