namespace Approvals.Policies.Limits;

/// <summary>Counted time stamps in order, the oldest first; equal ones (after rounding up to the granularity) are one mark.</summary>
internal sealed class StampLine
{
    private readonly List<Mark> _marks = [];
    private int _gone;

    /// <summary>Onto whose multiples new stamps are moved; 0 leaves them as they are.</summary>
    public long GranularityMs { get; set; }

    /// <summary>How much the stamps stand for.</summary>
    public long Count { get; private set; }

    public long? Oldest => _gone < _marks.Count ? _marks[_gone].StampMs : null;

    /// <summary>How many marks are in memory: at most twice those that count.</summary>
    public int Marks => _marks.Count;

    /// <returns>The stamp under which it is kept: never earlier than the one given.</returns>
    public long Add(long stampMs, long count)
    {
        var kept = RoundUp(stampMs);
        var at = AfterLastUpTo(kept);
        Count = checked(Count + count);
        if (at > _gone && _marks[at - 1].StampMs == kept)
        {
            _marks[at - 1] = _marks[at - 1] with { Count = _marks[at - 1].Count + count };
        }
        else
        {
            _marks.Insert(at, new Mark(kept, count));
        }

        return kept;
    }

    /// <summary>Takes as much off a stamp that <see cref="Add"/> returned for it; nothing happens when it was dropped since.</summary>
    public void Take(long stampMs, long count)
    {
        var at = AfterLastUpTo(stampMs) - 1;
        if (at < _gone || _marks[at].StampMs != stampMs)
        {
            return;
        }

        var taken = Math.Min(count, _marks[at].Count);
        Count -= taken;
        _marks[at] = _marks[at] with { Count = _marks[at].Count - taken };
        if (_marks[at].Count == 0)
        {
            _marks.RemoveAt(at);
        }
    }

    public void DropWhile(Predicate<long> isPast, PastStamps past)
    {
        while (_gone < _marks.Count && isPast(_marks[_gone].StampMs))
        {
            past.Add(_marks[_gone].StampMs, _marks[_gone].Count);
            Count -= _marks[_gone].Count;
            _gone++;
        }

        // Moved down only when half of the list is waste, so that dropping costs the same for any length.
        if (_gone > _marks.Count / 2)
        {
            _marks.RemoveRange(0, _gone);
            _gone = 0;
        }
    }

    /// <summary>The stamp of the n-th oldest place, from 1; null when there are fewer.</summary>
    public long? StampOfNth(long n)
    {
        for (var at = _gone; at < _marks.Count; at++)
        {
            n -= _marks[at].Count;
            if (n <= 0)
            {
                return _marks[at].StampMs;
            }
        }

        return null;
    }

    // From the end, where new stamps belong; only stamps from storage have to look further.
    private int AfterLastUpTo(long stampMs)
    {
        var at = _marks.Count;
        while (at > _gone && _marks[at - 1].StampMs > stampMs)
        {
            at--;
        }

        return at;
    }

    private long RoundUp(long stampMs)
    {
        if (GranularityMs == 0 || stampMs % GranularityMs == 0)
        {
            return stampMs;
        }

        var over = stampMs % GranularityMs;
        return (long)Int128.Min(long.MaxValue, (Int128)stampMs - over + (over > 0 ? GranularityMs : 0));
    }

    private readonly record struct Mark(long StampMs, long Count);
}
