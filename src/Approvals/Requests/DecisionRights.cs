using Approvals.Policies;

namespace Approvals.Requests;

/// <summary>Who may decide a request, when it is decided and again when it is released.</summary>
public static class DecisionRights
{
    private const string Decide = "decide it";

    // The doors at which a person has signed in; a token may be in anybody's hands.
    private static readonly string[] SignedIn = ["web", "slack"];

    /// <summary>Why <paramref name="person"/> may not decide <paramref name="request"/>, as a sentence for them; null if they may.</summary>
    public static string? WhyNot(this ApprovalRequest request, Reviewer person)
    {
        if (!person.May(Right.Decide))
        {
            return "Your role lets you look at requests, not decide them.";
        }

        return request.Content.WhyUndecidable() ?? request.WhyNotTheirs(person, Decide)
            ?? (person.Id == request.NarrowedBy ? "You narrowed this call; somebody else has to decide it." : null);
    }

    /// <summary>Why <paramref name="person"/> may not say what came of <paramref name="request"/>, as a sentence for them; null if they may.</summary>
    // Erased content is no obstacle: what happened is found out at the upstream.
    public static string? WhyNotSettle(this ApprovalRequest request, Reviewer person) => request.Content == ContentState.Altered
        ? request.Content.WhyUndecidable()
        : person.May(Right.Settle)
            ? request.WhyNotTheirs(person, "settle it")
            : "Your role lets you look at requests, not settle what came of them.";

    /// <summary>Why <paramref name="person"/> may not call <paramref name="request"/> back, as a sentence for them; null if they may.</summary>
    // Its owner always may: nobody has to run what they do not want. Others may take back what they could have denied.
    public static string? WhyNotWithdraw(this ApprovalRequest request, Reviewer person) =>
        request.Content == ContentState.Altered ? request.Content.WhyUndecidable()
        : person.Is(request.Asked.Owner) ? null
        : !person.May(Right.Decide) ? "Your role lets you look at requests, not call them back."
        : request.Status == RequestStatus.Pending ? "Only the owner of its grant can withdraw it; deny it, if it should not run."
        : request.WhyNotTheirs(person, "take it back");

    /// <summary>The same at a door: what the owner may decide of their own, they decide signed in, never by a token.</summary>
    internal static string? WhyNot(this ApprovalRequest request, Reviewer person, string via) =>
        request.WhyNot(person)
        ?? (person.MayBe(request.Asked.Owner) && !SignedIn.Contains(via) ? "This call was made with your own grant; decide it on the page." : null);

    /// <summary>Whether <paramref name="person"/> is among those that <paramref name="terms"/> ask.</summary>
    public static bool Admit(this Terms terms, Reviewer person) => terms.Panels.Any(panel => person.IsAmong(panel.Reviewers));

    private static string? WhyNotTheirs(this ApprovalRequest request, Reviewer person, string verb)
    {
        if (person.MayBe(request.Asked.Owner) && !(request.Terms.AllowSelf && verb == Decide))
        {
            return $"This call was made with your own grant; somebody else has to {verb}.";
        }

        return request.Terms.Admit(request.WithoutTheOwner(person))
            ? null
            : $"Only these may {verb}: {string.Join(", ", request.Terms.Panels.SelectMany(panel => panel.Reviewers).Distinct())}.";
    }

    // In the stead of its owner, or of who narrowed it, nobody decides what those may not.
    internal static Reviewer WithoutTheOwner(this ApprovalRequest request, Reviewer person) =>
        person with { InSteadOf = [.. person.InSteadOf.Where(other => other.Id != request.NarrowedBy && !other.MayBe(request.Asked.Owner))] };

    // Enough for the request's own terms, and for those that the policy has now.
    internal static bool IsStillApproved(this ApprovalRequest request, Terms present, Func<string, Reviewer?> people)
    {
        var standing = request.Decisions
            .Where(decision => decision.Choice == Choice.Approve)
            .Select(decision => (Decision: decision, Person: people(decision.Reviewer) is { } person ? request.WithoutTheOwner(person) : null))
            .Where(voice => voice.Person is not null && request.WhyNot(voice.Person, voice.Decision.Via) is null)
            .ToList();
        return request.Terms.AreMetBy(standing.Select(voice => voice.Person!))
            && present.AreMetBy(standing.Where(voice => Counts(voice.Decision, voice.Person!)).Select(voice => voice.Person!));

        bool Counts(Decision decision, Reviewer person) =>
            (present.AllowSelf || !person.MayBe(request.Asked.Owner)) && !(present.RequireReason && string.IsNullOrWhiteSpace(decision.Reason));
    }
}
