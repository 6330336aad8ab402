using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Storage.Records;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>What a change answers, and what has to be written with it. Without an audit row nothing changed and nothing is written.</summary>
internal sealed record Change<T>(T Answer, AuditRow? Audit = null, OutboxKind? Announce = null)
{
    /// <summary>A request that takes the changed one's place, and the audit row that says so; it is announced like any new one.</summary>
    public (ApprovalRequest Request, AuditRow Opened)? Successor { get; init; }

    /// <summary>Says that somebody tried what they may not. It is of no request, for none has changed.</summary>
    public AuditRow? Note { get; init; }
}

/// <summary>Requests at rest. A change, its audit row and its message are one transaction.</summary>
internal sealed class ApprovalStore(
    IDbContextFactory<ApprovalsDb> databases, WriteQueue writes, OutboxBell bell, RequestRecords records, AuditTrail trail, PendingCaps caps)
{
    /// <summary>Writes a new request, and returns null; or else says which cap it would break.</summary>
    /// <param name="request">The new request.</param>
    /// <param name="audit">Says that it was opened.</param>
    /// <param name="repeat">Approves it as one of the earlier requests for the same call that it gets, and says so; null if none counts for it.</param>
    public Task<CapReached?> OpenAsync(ApprovalRequest request, AuditRow audit, Func<IReadOnlyList<ApprovalRequest>, AuditRow?> repeat) => WriteAsync(async database =>
    {
        if (await caps.FindReachedAsync(database, request) is { } reached)
        {
            return reached;
        }

        // Read in the transaction of the writer: what was taken back before it counts for nothing.
        var repeated = request.Terms.Remember is null ? null : repeat(await FindApprovedAsync(database, request));
        database.Requests.Add(request);
        Failpoint.Reach(Point.Opening);
        await SaveAsync(database, request, repeated is null ? [audit] : [audit, repeated], OutboxKind.Requested);
        return null;
    });

    /// <summary>Loads the request, lets <paramref name="change"/> move it and writes the move. Null if there is no such request.</summary>
    public Task<T?> ChangeAsync<T>(string id, Func<ApprovalRequest, Change<T>> change)
        where T : class => WriteAsync(async database =>
    {
        var found = await records.ReadAsync(database, database.Requests.Where(row => row.Id == id), withAnswers: false, CancellationToken.None);
        if (found is not [var request])
        {
            return null;
        }

        var changed = change(request);
        if (changed.Audit is not null)
        {
            await SaveAsync(database, request, [changed.Audit], changed.Announce);
        }

        if (changed.Note is not null)
        {
            await trail.AppendAsync(database, [changed.Note]);
        }

        if (changed.Successor is var (successor, opened))
        {
            database.Requests.Add(successor);
            await SaveAsync(database, successor, [opened], OutboxKind.Requested);
        }

        return changed.Answer;
    });

    /// <summary>Overwrites what was deleted in the write-ahead log, too, as far as nobody is reading it just now.</summary>
    public async Task ForgetDeletedAsync()
    {
        await using var database = await databases.CreateDbContextAsync();
        await database.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public async Task<ApprovalRequest?> FindAsync(string id, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var found = await records.ReadAsync(database, database.Requests.AsNoTracking().Where(row => row.Id == id), withAnswers: true, stop);
        return found.SingleOrDefault();
    }

    /// <summary>Everything that a call with this key could still have to do with, oldest first.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> FindEqualAsync(string callKey, DateTimeOffset since, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var equal = database.Requests.AsNoTracking()
            .Where(request => request.Asked.CallKey == callKey
                && (request.Status == RequestStatus.Pending
                    || (request.Status == RequestStatus.Approved && request.Outcome == null)
                    || request.ResolvedAt >= since
                    || request.EndedAt >= since))
            .OrderBy(request => request.CreatedAt).ThenBy(request => request.Id);
        return await records.ReadAsync(database, equal, withAnswers: false, stop);
    }

    /// <summary>One page, newest first; <paramref name="before"/> is the last of the page before.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> ListAsync(RequestStatus? status, Place? before, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var requests = database.Requests.AsNoTracking();
        if (status is { } only)
        {
            requests = requests.Where(request => request.Status == only);
        }

        if (before is { } place)
        {
            requests = requests.Where(request => request.CreatedAt < place.At
                || (request.CreatedAt == place.At && string.Compare(request.Id, place.Id) < 0));
        }

        var page = requests
            .OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id)
            .Take(limit);
        return await records.ReadAsync(database, page, withAnswers: false, stop);
    }

    /// <summary>Requests that the passing of time has to move: pending past their expiry, approved past their claim.</summary>
    public async Task<IReadOnlyList<string>> FindOverdueAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking()
            .Where(request => (request.Status == RequestStatus.Pending && request.ExpiresAt <= now)
                || (request.Status == RequestStatus.Approved && request.ReleasedAt == null && request.Outcome == null && request.ClaimableUntil <= now))
            .OrderBy(request => request.CreatedAt)
            .Select(request => request.Id)
            .Take(500)
            .ToListAsync(stop);
    }

    /// <summary>Pending requests that people are to be reminded of.</summary>
    public async Task<IReadOnlyList<string>> FindToRemindOfAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking()
            .Where(request => request.Status == RequestStatus.Pending && request.RemindAt <= now && request.ExpiresAt > now)
            .OrderBy(request => request.RemindAt)
            .Select(request => request.Id)
            .Take(500)
            .ToListAsync(stop);
    }

    /// <summary>Requests that came to their end before, and still have what was asked and answered.</summary>
    public async Task<IReadOnlyList<string>> FindEndedWithContentsAsync(DateTimeOffset before, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking()
            .Where(request => request.ErasedAt == null && request.ResolvedAt <= before
                && (request.Status != RequestStatus.Approved || request.EndedAt <= before))
            .OrderBy(request => request.ResolvedAt)
            .Select(request => request.Id)
            .Take(500)
            .ToListAsync(stop);
    }

    /// <summary>Requests that were released but whose outcome was never written.</summary>
    public async Task<IReadOnlyList<string>> FindReleasedWithoutOutcomeAsync(CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking()
            .Where(request => request.ReleasedAt != null && request.Outcome == null)
            .Select(request => request.Id)
            .ToListAsync(stop);
    }

    /// <summary>Requests that were resolved or ended since, for waiters that missed the message.</summary>
    public async Task<IReadOnlyList<string>> FindResolvedAsync(DateTimeOffset since, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking()
            .Where(request => request.ResolvedAt >= since || request.EndedAt >= since)
            .Select(request => request.Id)
            .ToListAsync(stop);
    }

    // The bell rings after the commit: before it there is nothing to publish.
    private async Task<T> WriteAsync<T>(Func<ApprovalsDb, Task<T>> work)
    {
        var answer = await writes.RunAsync(work);
        bell.Ring();
        return answer;
    }

    private Task<List<ApprovalRequest>> FindApprovedAsync(ApprovalsDb database, ApprovalRequest like)
    {
        var since = like.CreatedAt - Terms.LongestRemember;
        var equal = database.Requests.AsNoTracking()
            .Where(request => request.Asked.CallKey == like.Asked.CallKey && request.Status == RequestStatus.Approved && request.ResolvedAt >= since)
            .OrderByDescending(request => request.ResolvedAt);
        return records.ReadAsync(database, equal, withAnswers: false, CancellationToken.None);
    }

    // The last row of a request carries the seal of its present state.
    private async Task SaveAsync(ApprovalsDb database, ApprovalRequest request, AuditRow[] audit, OutboxKind? announce)
    {
        var last = audit[^1];
        last.Seal = await records.WriteAsync(database, request);
        await trail.AppendAsync(database, audit);
        if (announce is { } kind)
        {
            database.Outbox.Add(new OutboxRow { At = last.At, DueAt = last.At, Kind = kind, RequestId = request.Id });
        }

        await database.SaveChangesAsync();
    }
}

/// <summary>Where a page of requests ends: the time it is ordered by, and the request.</summary>
internal readonly record struct Place(DateTimeOffset At, string Id);
