using System.Globalization;
using Approvals.Policies;
using Approvals.Policies.Limits;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>What is said to a call whose limits are full.</summary>
internal static class LimitWords
{
    /// <summary>The limit that is full for longest, since a call waits for all of them; null when all have room.</summary>
    public static Verdict.RateLimited? Longest(Charges charges, Counter[] counters, long now)
    {
        var (longestMs, full) = (-1L, -1);
        for (var at = 0; at < counters.Length; at++)
        {
            if (!counters[at].Window.HasRoom(now, charges[at].Amount, out var retryAfterMs) && retryAfterMs > longestMs)
            {
                (longestMs, full) = (retryAfterMs, at);
            }
        }

        return full < 0 ? null : Full(charges[full].Limit, longestMs);
    }

    /// <summary>A grant that meets so many sessions or values has to wait until the first of them count nothing any more.</summary>
    public static Verdict.RateLimited TooMany(Limit limit, int most) => new(
        limit.Rule,
        string.Create(CultureInfo.InvariantCulture, $"This grant is counted by more than {most} sessions and arguments at once ({limit.Counter})."),
        (int)Math.Ceiling(limit.Window.TotalSeconds));

    private static Verdict.RateLimited Full(Limit limit, long retryAfterMs)
    {
        var what = limit.Amount is { } amount ? $"of {amount.Text}" : "calls";
        var each = limit.Scope is LimitScope.Argument argument ? $" for each {argument.Path.Text}" : "";
        return new(
            limit.Rule,
            string.Create(CultureInfo.InvariantCulture, $"At most {limit.Max} {what} in {limit.Window.TotalSeconds:0} seconds{each} ({limit.Counter})."),
            (int)Math.Min((retryAfterMs / 1000) + (retryAfterMs % 1000 > 0 ? 1 : 0), int.MaxValue));
    }
}
