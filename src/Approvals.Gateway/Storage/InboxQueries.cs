using Approvals.Gateway.Storage.Records;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>What the page asks of the store.</summary>
internal sealed class InboxQueries(IDbContextFactory<ApprovalsDb> databases, RequestRecords records)
{
    /// <summary>What waits, the soonest to expire first.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> ListPendingAsync(int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var pending = database.Requests.AsNoTracking()
            .Where(request => request.Status == RequestStatus.Pending)
            .OrderBy(request => request.ExpiresAt).ThenBy(request => request.Id)
            .Take(limit);
        return await records.ReadAsync(database, pending, withAnswers: false, stop);
    }

    public async Task<int> CountPendingAsync(CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.CountAsync(request => request.Status == RequestStatus.Pending, stop);
    }

    /// <summary>What no longer waits, newest first; <paramref name="before"/> is the last of the page before.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> ListResolvedAsync(Place? before, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var resolved = database.Requests.AsNoTracking().Where(request => request.Status != RequestStatus.Pending);
        if (before is { } place)
        {
            resolved = resolved.Where(request => request.CreatedAt < place.CreatedAt
                || (request.CreatedAt == place.CreatedAt && string.Compare(request.Id, place.Id) < 0));
        }

        var page = resolved
            .OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id)
            .Take(limit);
        return await records.ReadAsync(database, page, withAnswers: false, stop);
    }

    /// <summary>Calls that may have run, and of which nobody has said yet whether they did; the longest unsettled first.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> ListUnsettledAsync(int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var unsettled = database.Requests.AsNoTracking()
            .Where(request => request.Outcome == Outcome.Unknown && request.Settlement == null)
            .OrderBy(request => request.EndedAt).ThenBy(request => request.Id)
            .Take(limit);
        return await records.ReadAsync(database, unsettled, withAnswers: false, stop);
    }

    /// <summary>Pending requests for the call of <paramref name="callKey"/> besides <paramref name="id"/>, oldest first.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> ListTwinsAsync(string callKey, string id, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var twins = database.Requests.AsNoTracking()
            .Where(request => request.Asked.CallKey == callKey && request.Id != id && request.Status == RequestStatus.Pending)
            .OrderBy(request => request.CreatedAt)
            .Take(20);
        return await records.ReadAsync(database, twins, withAnswers: false, stop);
    }
}
