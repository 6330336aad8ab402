using Approvals.Gateway.Storage.Records;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Views;

/// <summary>What no longer waits.</summary>
internal sealed class HistoryQueries(IDbContextFactory<ApprovalsDb> databases, RequestRecords records)
{
    private const string Escape = "\\";

    /// <summary>One page, what was resolved last first; <paramref name="before"/> is the last of the page before.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> ListAsync(Reviewer person, HistoryFilter filter, Place? before, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var resolved = Decided(database.Requests.AsNoTracking().Where(request => request.ResolvedAt != null).SeenBy(person), filter)
            .WhereHas(request => request.Asked.Tool, filter.Tool)
            .WhereHas(request => request.Asked.Upstream, filter.Upstream)
            .WhereHas(request => request.Asked.Grant, filter.Grant)
            .WhereHas(request => request.Asked.Owner, filter.Owner);
        if (before is { } place)
        {
            resolved = resolved.Where(request => request.ResolvedAt < place.At
                || (request.ResolvedAt == place.At && string.Compare(request.Id, place.Id) < 0));
        }

        var page = resolved
            .OrderByDescending(request => request.ResolvedAt).ThenByDescending(request => request.Id)
            .Take(limit);
        return await records.ReadAsync(database, page, withAnswers: false, stop);
    }

    private static IQueryable<ApprovalRequest> Decided(IQueryable<ApprovalRequest> requests, HistoryFilter filter)
    {
        if (filter.Status is { } status)
        {
            requests = requests.Where(request => request.Status == status);
        }

        if (filter.From is { } from)
        {
            var first = StartOf(from);
            requests = requests.Where(request => request.ResolvedAt >= first);
        }

        if (filter.To is { } to && to < DateOnly.MaxValue)
        {
            var next = StartOf(to.AddDays(1));
            requests = requests.Where(request => request.ResolvedAt < next);
        }

        if (filter.Reviewer is { } reviewer)
        {
            var like = NamePart.PatternOf(reviewer);
            requests = requests.Where(request => request.Decisions.Any(decision => EF.Functions.Like(decision.Reviewer, like, Escape))
                || EF.Functions.Like(request.Settlement!.Reviewer, like, Escape));
        }

        if (filter.Reason is { } reason)
        {
            var like = NamePart.PatternOf(reason);
            requests = requests.Where(request => request.Decisions.Any(decision => EF.Functions.Like(decision.Reason!, like, Escape))
                || EF.Functions.Like(request.Settlement!.Reason, like, Escape));
        }

        return requests;
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
