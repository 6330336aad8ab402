using Approvals.Gateway.Storage.Records;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Views;

/// <summary>What waits, as one person wants to see it. Texts are read for the rows of the page only.</summary>
internal sealed class WaitingQueries(IDbContextFactory<ApprovalsDb> databases, RequestRecords records)
{
    /// <summary>One page in the filter's order; <paramref name="after"/> is the last of the page before. And how many there are in all.</summary>
    public async Task<(IReadOnlyList<ApprovalRequest> Page, int Count)> ListAsync(
        Reviewer person, WaitingFilter filter, Place? after, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var wanted = database.Requests.AsNoTracking()
            .Where(request => request.Status == RequestStatus.Pending)
            .SeenBy(person)
            .WhereHas(request => request.Asked.Upstream, filter.Upstream)
            .WhereHas(request => request.Asked.Tool, filter.Tool)
            .WhereHas(request => request.Asked.Grant, filter.Grant)
            .WhereHas(request => request.Asked.Owner, filter.Owner);
        if (filter.OnlyMine)
        {
            wanted = DecidableBy(wanted, person, await ListTermsAsync(database, stop));
        }

        if (filter.OnlyOwned)
        {
            wanted = wanted.OwnedBy(person);
        }

        var count = await wanted.CountAsync(stop);
        var page = Ordered(wanted, filter.Order, after).Take(limit);
        return (await records.ReadAsync(database, page, withAnswers: false, stop), count);
    }

    // Terms come from the few rules of a policy: there are never many, whatever waits.
    private static async Task<List<Terms>> ListTermsAsync(ApprovalsDb database, CancellationToken stop) =>
        await database.Requests.AsNoTracking()
            .Where(request => request.Status == RequestStatus.Pending)
            .Select(request => request.Terms)
            .Distinct()
            .ToListAsync(stop);

    private static IQueryable<ApprovalRequest> DecidableBy(IQueryable<ApprovalRequest> requests, Reviewer person, List<Terms> all)
    {
        var theirs = person.May(Right.Decide) ? all.FindAll(terms => terms.Admit(person)) : [];
        var ownToo = theirs.FindAll(terms => terms.AllowSelf);
        var names = Sight.NamesOf(person);
        return requests.Where(request => theirs.Contains(request.Terms)
            && (ownToo.Contains(request.Terms) || !names.Contains(request.Asked.Owner.ToLower()))
            && !request.Decisions.Any(decision => decision.Reviewer == person.Id));
    }

    private static IQueryable<ApprovalRequest> Ordered(IQueryable<ApprovalRequest> requests, WaitingOrder order, Place? after)
    {
        var (at, id) = (after?.At ?? default, after?.Id ?? "");
        return order switch
        {
            WaitingOrder.Newest => (after is null ? requests : requests.Where(request => request.CreatedAt < at
                    || (request.CreatedAt == at && string.Compare(request.Id, id) < 0)))
                .OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id),
            WaitingOrder.Oldest => (after is null ? requests : requests.Where(request => request.CreatedAt > at
                    || (request.CreatedAt == at && string.Compare(request.Id, id) > 0)))
                .OrderBy(request => request.CreatedAt).ThenBy(request => request.Id),
            _ => (after is null ? requests : requests.Where(request => request.ExpiresAt > at
                    || (request.ExpiresAt == at && string.Compare(request.Id, id) > 0)))
                .OrderBy(request => request.ExpiresAt).ThenBy(request => request.Id),
        };
    }
}
