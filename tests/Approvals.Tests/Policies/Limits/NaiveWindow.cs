using Approvals.Policies.Limits;

namespace Approvals.Tests.Policies.Limits;

/// <summary>What a window must do, done the slow way: every call is remembered and counted anew.</summary>
internal sealed class NaiveWindow
{
    private readonly List<Call> _calls = [];

    public IEnumerable<Call> Unsent => _calls.Where(call => call.StampMs is null);

    public IEnumerable<Call> All => _calls;

    public long Count(long nowMs, long windowMs, long longerMs = 0) =>
        _calls.Where(call => call.StampMs is not { } stampMs || stampMs + windowMs + longerMs > nowMs).Sum(call => call.Amount);

    public void Add(Call call) => _calls.Add(call);

    public void Remove(Call call) => _calls.Remove(call);

    /// <summary>The most that was sent in any half-open interval as long as the window.</summary>
    public long MostSentInAnyWindow(long windowMs)
    {
        var sent = _calls.Where(call => call.StampMs is not null).ToArray();
        return sent.Select(first => sent.Where(call => call.StampMs >= first.StampMs && call.StampMs < first.StampMs + windowMs).Sum(call => call.Amount))
            .DefaultIfEmpty().Max();
    }

    internal sealed class Call(Reservation? reservation, long? stampMs = null)
    {
        public Reservation? Reservation { get; } = reservation;

        public long Amount => Reservation?.Amount ?? 1;

        public long? StampMs { get; set; } = stampMs;
    }
}
