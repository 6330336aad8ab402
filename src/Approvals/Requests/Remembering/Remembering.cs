using System.Text.Json;
using Approvals.Policies;
using Approvals.Risk;

namespace Approvals.Requests;

/// <summary>
/// An approval that also counts for the next equal calls: of the same grant and caller, for exactly the same arguments of the same tool as it was
/// reviewed. Each such call has a request of its own, decided in the name of those who approved the first; so all that holds for approved calls
/// holds for it.
/// </summary>
public static class Remembering
{
    /// <summary>How a decision says that it was made before.</summary>
    public const string Via = "remembered";

    /// <summary>How many equal calls one approval is good for, at most.</summary>
    public const int MostUses = 20;

    private static readonly string[] Harmless = [RiskWords.Harmless, "Write"];

    /// <summary>Why nobody can approve equal calls, too, as a sentence; null if the policy lets them and the tool does not seem dangerous.</summary>
    public static string? WhyNotRemember(this ApprovalRequest request)
    {
        if (request.Terms.Remember is null)
        {
            return "The policy wants to be asked about each of these calls.";
        }

        if (request.NarrowedFrom is not null)
        {
            return "A narrowed call is approved once.";
        }

        if (request.Terms.IsHighRisk)
        {
            return "A call of this risk is approved once.";
        }

        using var definition = JsonDocument.Parse(request.Asked.DefinitionJson);
        return Harmless.Contains(ToolHints.CategoryOf(ToolHints.AnnotationsOf(definition.RootElement)))
            ? null
            : "Its tool counts as destructive: such a call is approved once.";
    }

    /// <summary>Until when the approval counts for equal calls; null if it does not, or somebody took it back.</summary>
    public static DateTimeOffset? RememberedUntil(this ApprovalRequest request) =>
        request is { Status: RequestStatus.Approved, Withdrawal: null, Content: ContentState.Whole }
        && request.Terms.AreMetBy(request.Decisions.Where(decision => decision.Remember).ToList())
            ? request.ResolvedAt + request.Terms.Remember
            : null;

    /// <summary>
    /// Approves a new request as an equal one was approved, if that is remembered, by people who may still decide, enough of them for the new
    /// request's own terms. Returns the earlier request, or null if people have to be asked.
    /// </summary>
    /// <param name="request">The new one.</param>
    /// <param name="equal">Earlier requests for the same call, each as its record says now.</param>
    /// <param name="people">Who they are now.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="claim">How long the approval stays claimable.</param>
    public static ApprovalRequest? Repeat(
        this ApprovalRequest request, IReadOnlyCollection<ApprovalRequest> equal, Func<string, Reviewer?> people, DateTimeOffset now, TimeSpan claim)
    {
        if (request.WhyNotRemember() is not null)
        {
            return null;
        }

        var found = equal.FirstOrDefault(one => now < one.RememberedUntil() && one.Asked.Fingerprint == request.Asked.Fingerprint
            && equal.Count(other => IsRepeat(other) && other.ResolvedAt >= one.ResolvedAt) < MostUses);
        var approving = found?.Decisions.Where(decision => decision.Remember).Select(decision => people(decision.Reviewer)).OfType<Reviewer>()
            .Where(person => request.WhyNot(person, Via) is null).Select(request.WithoutTheOwner).ToList() ?? [];
        if (found is null || !request.Terms.AreMetBy(approving))
        {
            return null;
        }

        foreach (var person in approving.TakeWhile(_ => request.Status == RequestStatus.Pending))
        {
            request.Decide(person, Choice.Approve, $"As in request {found.Id}, which counts for equal calls.", request.Asked.Fingerprint, Via, now, claim);
        }

        return found;
    }

    /// <summary>Whether nobody was asked, because an equal call was approved before.</summary>
    public static bool IsRepeat(this ApprovalRequest request) => request.Decisions.Any(decision => decision.Via == Via);
}
