namespace Approvals.Policies.Limits;

/// <summary>
/// What has left its window, for a day: the window may be made longer. Whatever left within one quarter of an hour is kept as if all of
/// it had been sent at its last stamp, so that there are never more than a hundred.
/// </summary>
internal sealed class PastStamps
{
    private const long KeptMs = 24 * 60 * 60 * 1000;
    private const long QuarterMs = 15 * 60 * 1000;

    private readonly LinkedList<(long StampMs, long Count)> _marks = [];

    public int Marks => _marks.Count;

    /// <summary>Keeps what left the window; what comes out of order is taken to be as late as what came before it.</summary>
    public void Add(long stampMs, long count)
    {
        if (_marks.Last is { } last && (stampMs <= last.Value.StampMs || QuarterOf(stampMs) == QuarterOf(last.Value.StampMs)))
        {
            last.Value = (Math.Max(stampMs, last.Value.StampMs), last.Value.Count + count);
            return;
        }

        _marks.AddLast((stampMs, count));
        while ((Int128)stampMs - _marks.First!.Value.StampMs >= KeptMs)
        {
            _marks.RemoveFirst();
        }
    }

    /// <summary>Moves the latest stamps back to those that count.</summary>
    public void MoveTo(StampLine line, Predicate<long> counts)
    {
        while (_marks.Last is { } last && counts(last.Value.StampMs))
        {
            _ = line.Add(last.Value.StampMs, last.Value.Count);
            _marks.RemoveLast();
        }
    }

    private static long QuarterOf(long stampMs) => stampMs / QuarterMs;
}
