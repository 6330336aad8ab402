using Approvals.Policies;

namespace Approvals.Tests.Policies;

/// <summary>What a window must do, done the slow way: every call is remembered and counted anew.</summary>
internal sealed class NaiveWindow(long windowMs)
{
    private readonly List<Call> _calls = [];

    public IEnumerable<Call> Unsent => _calls.Where(call => call.StampMs is null);

    public IEnumerable<Call> All => _calls;

    public long Count(long nowMs, long longerMs = 0) => _calls.Count(call => call.StampMs is not { } stampMs || stampMs + windowMs + longerMs > nowMs);

    public void Add(Call call) => _calls.Add(call);

    public void Remove(Call call) => _calls.Remove(call);

    /// <summary>The most calls that were sent in any half-open interval as long as the window.</summary>
    public int MostSentInAnyWindow()
    {
        var stamps = _calls.Select(call => call.StampMs).OfType<long>().ToArray();
        return stamps.Select(from => stamps.Count(stampMs => stampMs >= from && stampMs < from + windowMs)).DefaultIfEmpty().Max();
    }

    internal sealed class Call(Reservation? reservation, long? stampMs = null)
    {
        public Reservation? Reservation { get; } = reservation;

        public long? StampMs { get; set; } = stampMs;
    }
}
