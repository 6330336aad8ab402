namespace Approvals.Requests;

/// <summary>What a request holds for an equal call that comes now.</summary>
public enum Standing
{
    /// <summary>Nothing: the call is a new one.</summary>
    Over,

    /// <summary>It waits for a decision, a release or its upstream: a caller can attach.</summary>
    Waits,

    /// <summary>It has an answer that was never delivered.</summary>
    HasAnswer,

    /// <summary>It was denied or called back a short while ago: that stands.</summary>
    StandsDenied,
}

/// <summary>Finds where a request stands for a caller that comes back.</summary>
public static class Standings
{
    /// <summary>Whether nothing more will happen to it: it is resolved, and if it was approved, what came of it is known or was found out.</summary>
    public static bool IsOver(this ApprovalRequest request) => request.Status switch
    {
        RequestStatus.Pending => false,
        RequestStatus.Approved => request.Outcome == Outcome.Unknown ? request.Settlement is not null : request.Outcome is not null,
        _ => true,
    };

    /// <summary>What <paramref name="request"/> holds for an equal call that comes at <paramref name="now"/>.</summary>
    /// <param name="request">What an earlier equal call left.</param>
    /// <param name="now">The time of the call, UTC.</param>
    /// <param name="claim">How long an answer that nobody got can be fetched.</param>
    /// <param name="denyFor">How long a denial stands, and a withdrawal.</param>
    public static Standing StandingFor(this ApprovalRequest request, DateTimeOffset now, TimeSpan claim, TimeSpan denyFor)
    {
        // The one that is decided in its place is found by the same key.
        if (request.NarrowedTo is not null)
        {
            return Standing.Over;
        }

        if (request.Status == RequestStatus.Denied && now < request.ResolvedAt + denyFor)
        {
            return Standing.StandsDenied;
        }

        if (request is { Withdrawal: not null, ReleasedAt: null } && now < (request.EndedAt ?? request.ResolvedAt) + denyFor)
        {
            return Standing.StandsDenied;
        }

        if (request.Settlement is { Finding: Finding.DidNotRun })
        {
            return Standing.Over;
        }

        if (!request.HasAnswer)
        {
            // Past its claim it has lapsed, whether or not somebody wrote that down yet.
            return request is { Status: RequestStatus.Approved, ReleasedAt: null } && now >= request.ClaimableUntil ? Standing.Over : Standing.Waits;
        }

        var fresh = now < (request.EndedAt ?? request.ResolvedAt) + claim;
        return fresh && request.DeliveredAt is null && request.Outcome is not Outcome.Lapsed ? Standing.HasAnswer : Standing.Over;
    }
}
