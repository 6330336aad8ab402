using Approvals.Gateway.Configuration;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Records;

/// <summary>What a flood runs into.</summary>
internal enum Cap
{
    /// <summary>How many requests may wait at a time.</summary>
    Pending,

    /// <summary>How many bytes of content may wait at a time.</summary>
    Bytes,

    /// <summary>How many may be opened in a minute.</summary>
    Rate,
}

/// <summary>Why a request was not opened.</summary>
/// <param name="Cap">What is full.</param>
/// <param name="IsOwners">Whether it is full for the owner, over all of their grants.</param>
/// <param name="RetryAfterSeconds">When to come back, or null if there will never be room for this one.</param>
internal sealed record CapReached(Cap Cap, bool IsOwners, int? RetryAfterSeconds);

/// <summary>Keeps one grant, and one owner, from burying what everybody else has to decide. Asked in the transaction that opens a request.</summary>
internal sealed class PendingCaps(GatewayOptions options)
{
    private const int LongestRetrySeconds = 60;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public async Task<CapReached?> FindReachedAsync(ApprovalsDb database, ApprovalRequest request)
    {
        var (grant, owner) = (request.Asked.Grant, request.Asked.Owner);
        return await FindReachedAsync(
                database.Requests.Where(other => other.Asked.Grant == grant), request,
                options.MaxPendingPerGrant, options.MaxPendingBytesPerGrant, options.MaxOpenedPerMinutePerGrant, isOwners: false)
            ?? await FindReachedAsync(
                database.Requests.Where(other => other.Asked.Owner == owner), request,
                options.MaxPendingPerOwner, options.MaxPendingBytesPerOwner, options.MaxOpenedPerMinutePerOwner, isOwners: true);
    }

    private static async Task<CapReached?> FindReachedAsync(
        IQueryable<ApprovalRequest> theirs, ApprovalRequest request, int mostPending, long mostBytes, int mostPerMinute, bool isOwners)
    {
        if (request.Asked.Bytes > mostBytes)
        {
            return new CapReached(Cap.Bytes, isOwners, RetryAfterSeconds: null);
        }

        var pending = theirs.Where(other => other.Status == RequestStatus.Pending);
        var (count, bytes) = await pending.GroupBy(_ => 1)
            .Select(all => ValueTuple.Create(all.Count(), all.Sum(other => (long)other.Asked.Bytes)))
            .FirstOrDefaultAsync();
        if (count >= mostPending || bytes + request.Asked.Bytes > mostBytes)
        {
            return new CapReached(count >= mostPending ? Cap.Pending : Cap.Bytes, isOwners, SecondsUntil(await pending.MinAsync(other => other.ExpiresAt), request.CreatedAt));
        }

        var firstOfTheLast = await theirs.OrderByDescending(other => other.CreatedAt)
            .Skip(mostPerMinute - 1)
            .Select(other => (DateTimeOffset?)other.CreatedAt)
            .FirstOrDefaultAsync();
        return firstOfTheLast + Minute is { } room && room > request.CreatedAt
            ? new CapReached(Cap.Rate, isOwners, SecondsUntil(room, request.CreatedAt))
            : null;
    }

    // People may make room at any time, so nobody is sent away for longer than a minute.
    private static int SecondsUntil(DateTimeOffset room, DateTimeOffset now) =>
        (int)Math.Clamp(Math.Ceiling((room - now).TotalSeconds), 1, LongestRetrySeconds);
}
