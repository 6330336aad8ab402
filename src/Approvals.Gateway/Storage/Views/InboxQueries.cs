using Approvals.Gateway.Storage.Records;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Views;

/// <summary>What the page asks of the store.</summary>
internal sealed class InboxQueries(IDbContextFactory<ApprovalsDb> databases, RequestRecords records)
{
    private const int MostFullGrants = 20;

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

    /// <summary>Grants of which at least so many requests wait, in the order of their names.</summary>
    public async Task<IReadOnlyList<string>> ListFullGrantsAsync(int most, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking()
            .Where(request => request.Status == RequestStatus.Pending)
            .GroupBy(request => request.Asked.Grant)
            .Where(ofGrant => ofGrant.Count() >= most)
            .Select(ofGrant => ofGrant.Key)
            .OrderBy(name => name)
            .Take(MostFullGrants)
            .ToListAsync(stop);
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
