using System.Text.Json;
using Approvals.Gateway.Storage.Records;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Views;

/// <summary>What a grant did before a request and since, for whoever decides it.</summary>
internal sealed class GrantQueries(IDbContextFactory<ApprovalsDb> databases, RequestRecords records)
{
    /// <summary>How many audit rows are counted; a busy grant writes a thousand a second.</summary>
    public const int MostCounted = 5_000;

    /// <summary>The call of the same grant and tool that was approved last, as it stood until this one was resolved; or null.</summary>
    public async Task<ApprovalRequest?> FindLastApprovedAsync(GrantCall asked, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var approved = Same(database, asked)
            .Where(request => request.Status == RequestStatus.Approved && request.ResolvedAt <= asked.Until)
            .OrderByDescending(request => request.ResolvedAt).ThenByDescending(request => request.Id)
            .Take(1);
        return (await records.ReadAsync(database, approved, withAnswers: false, stop)).SingleOrDefault();
    }

    /// <summary>Other requests of the same grant for the same tool, newest first.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> ListOthersAsync(GrantCall asked, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var others = Same(database, asked).OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id).Take(limit);
        return await records.ReadAsync(database, others, withAnswers: false, stop);
    }

    /// <summary>What people last denied of the same grant, whichever the tool.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> ListDenialsAsync(GrantCall asked, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var denied = database.Requests.AsNoTracking()
            .Where(request => request.Asked.Grant == asked.Grant && request.Status == RequestStatus.Denied && request.Id != asked.Id)
            .OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id)
            .Take(limit);
        return await records.ReadAsync(database, denied, withAnswers: false, stop);
    }

    /// <summary>The calls of the same grant that came after, by what became of them and tool, the most frequent first; and whether these are all.</summary>
    public async Task<(IReadOnlyList<CallCount> Calls, bool IsWhole)> CountCallsSinceAsync(GrantCall asked, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var parked = await database.Audit.Where(row => row.RequestId == asked.Id).MinAsync(row => (long?)row.Sequence, stop);
        if (parked is null)
        {
            return ([], true);
        }

        // A reviewer may have the name of a grant, but makes no calls.
        var rows = await database.Audit.AsNoTracking()
            .Where(row => row.Actor == asked.Grant && row.Sequence > parked && (row.Kind.StartsWith("call.") || row.Kind == "request.opened"))
            .OrderBy(row => row.Sequence)
            .Take(MostCounted + 1)
            .Select(row => new { row.Kind, row.DetailJson })
            .ToListAsync(stop);
        var counts = rows.Take(MostCounted)
            .Select(row => (row.Kind, Call: CallOf(row.DetailJson)))
            .CountBy(row => row)
            .Select(row => new CallCount(row.Key.Kind, row.Key.Call.Upstream, row.Key.Call.Tool, row.Value));
        return ([.. counts.OrderByDescending(row => row.Count)], rows.Count <= MostCounted);
    }

    /// <summary>Who gave the request more time, and when, oldest first.</summary>
    public async Task<IReadOnlyList<GivenTime>> ListExtensionsAsync(string id, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Audit.AsNoTracking()
            .Where(row => row.RequestId == id && row.Kind == "request.extended")
            .OrderBy(row => row.Sequence)
            .Select(row => new GivenTime(row.Actor, row.At))
            .ToListAsync(stop);
    }

    /// <summary>How many equal calls ran because an approval of <paramref name="since"/> counted for them, too.</summary>
    public async Task<int> CountRepeatsAsync(string callKey, DateTimeOffset since, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking()
            .CountAsync(request => request.Asked.CallKey == callKey && request.ResolvedAt >= since && request.Decisions.Any(decision => decision.Via == Remembering.Via), stop);
    }

    private static IQueryable<ApprovalRequest> Same(ApprovalsDb database, GrantCall asked) => database.Requests.AsNoTracking().Where(request =>
        request.Asked.Grant == asked.Grant && request.Asked.Upstream == asked.Upstream && request.Asked.Tool == asked.Tool && request.Id != asked.Id);

    private static (string Upstream, string Tool) CallOf(string detailJson)
    {
        using var detail = JsonDocument.Parse(detailJson);
        return (TextOf(detail.RootElement, "upstream"), TextOf(detail.RootElement, "tool"));
    }

    private static string TextOf(JsonElement detail, string name) => detail.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";
}

/// <summary>Whose calls are looked for, around which request, and until when it waited or waits.</summary>
internal sealed record GrantCall(string Id, string Grant, string Upstream, string Tool, DateTimeOffset Until);

/// <summary>How many calls of a tool ended alike. The kind is that of the audit, for example <c>call.allowed</c>.</summary>
public sealed record CallCount(string Kind, string Upstream, string Tool, int Count);

/// <summary>Somebody gave a request more time.</summary>
public sealed record GivenTime(string Reviewer, DateTimeOffset At);
