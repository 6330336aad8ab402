using Approvals.Requests;

namespace Approvals.Gateway.Storage.Views;

/// <summary>Leaves out of a query what a person may not see, so that it is not counted either. Who reads a row asks again.</summary>
internal static class Sight
{
    public static IQueryable<ApprovalRequest> SeenBy(this IQueryable<ApprovalRequest> requests, Reviewer person) =>
        person.May(Right.See) ? requests : requests.OwnedBy(person);

    /// <summary>Calls of grants that are this person's own.</summary>
    public static IQueryable<ApprovalRequest> OwnedBy(this IQueryable<ApprovalRequest> requests, Reviewer person)
    {
        var names = NamesOf(person);
        return requests.Where(request => names.Contains(request.Asked.Owner.ToLower()));
    }

    /// <summary>The names under which a person owns grants, in lower case.</summary>
    public static IReadOnlyList<string> NamesOf(Reviewer person) =>
        [person.Id.ToLowerInvariant(), .. person.Email is { } email ? [email.ToLowerInvariant()] : Array.Empty<string>()];
}
