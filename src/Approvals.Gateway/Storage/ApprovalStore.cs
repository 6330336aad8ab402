using Approvals.Gateway.Failpoints;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>What a change answers, and what has to be written with it. Without an audit row nothing changed and nothing is written.</summary>
internal sealed record Change<T>(T Answer, AuditRow? Audit = null, OutboxKind? Announce = null);

/// <summary>Requests at rest. A change, its audit row and its message are one transaction.</summary>
internal sealed class ApprovalStore(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes, OutboxBell bell)
{
    /// <summary>Writes a new request, unless its grant has <paramref name="mostPending"/> pending ones already.</summary>
    public Task<bool> OpenAsync(ApprovalRequest request, AuditRow audit, int mostPending) => WriteAsync(async database =>
    {
        var pending = await database.Requests.CountAsync(
            other => other.Status == RequestStatus.Pending && other.Asked.Grant == request.Asked.Grant);
        if (pending >= mostPending)
        {
            return false;
        }

        database.Requests.Add(request);
        Failpoint.Reach(Point.Opening);
        await SaveAsync(database, request.Id, audit, OutboxKind.Requested);
        return true;
    });

    /// <summary>Loads the request, lets <paramref name="change"/> move it and writes the move. Null if there is no such request.</summary>
    public Task<T?> ChangeAsync<T>(string id, Func<ApprovalRequest, Change<T>> change)
        where T : class => WriteAsync(async database =>
    {
        var request = await database.Requests.SingleOrDefaultAsync(found => found.Id == id);
        if (request is null)
        {
            return null;
        }

        var changed = change(request);
        if (changed.Audit is not null)
        {
            await SaveAsync(database, id, changed.Audit, changed.Announce);
        }

        return changed.Answer;
    });

    public async Task<ApprovalRequest?> FindAsync(string id, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking().SingleOrDefaultAsync(request => request.Id == id, stop);
    }

    /// <summary>Everything that a call with this key could still have to do with, oldest first.</summary>
    public async Task<IReadOnlyList<ApprovalRequest>> FindEqualAsync(string callKey, DateTimeOffset since, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Requests.AsNoTracking()
            .Where(request => request.Asked.CallKey == callKey
                && (request.Status == RequestStatus.Pending
                    || (request.Status == RequestStatus.Approved && request.Outcome == null)
                    || request.ResolvedAt >= since
                    || request.EndedAt >= since))
            .OrderBy(request => request.CreatedAt).ThenBy(request => request.Id)
            .ToListAsync(stop);
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
            requests = requests.Where(request => request.CreatedAt < place.CreatedAt
                || (request.CreatedAt == place.CreatedAt && string.Compare(request.Id, place.Id) < 0));
        }

        return await requests
            .OrderByDescending(request => request.CreatedAt).ThenByDescending(request => request.Id)
            .Take(limit)
            .ToListAsync(stop);
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

    private static Task<int> SaveAsync(ApprovalsDb database, string id, AuditRow audit, OutboxKind? announce)
    {
        database.Audit.Add(audit);
        if (announce is { } kind)
        {
            database.Outbox.Add(new OutboxRow { At = audit.At, DueAt = audit.At, Kind = kind, RequestId = id });
        }

        return database.SaveChangesAsync();
    }
}

/// <summary>Where a page of requests ends.</summary>
internal readonly record struct Place(DateTimeOffset CreatedAt, string Id);
