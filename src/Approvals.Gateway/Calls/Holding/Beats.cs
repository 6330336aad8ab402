namespace Approvals.Gateway.Calls.Holding;

/// <summary>
/// Wakes waiting calls when it is time to tell their callers something. All that are due at about the same time share a timer: ten
/// thousand of their own would wake the processor a thousand times a second.
/// </summary>
internal sealed class Beats(TimeProvider clock)
{
    // A long wait may take a tenth of a second longer, a short one a hundredth.
    private const long CoarseMilliseconds = 100;
    private const long FineMilliseconds = 10;
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private readonly long _start = clock.GetTimestamp();
    private readonly Dictionary<long, Slot> _slots = [];

    /// <summary>Sets <see cref="Woken.Beat"/>, if nothing else is set before, not earlier than <paramref name="after"/> from now.</summary>
    public void Add(TaskCompletionSource<Woken> waiting, TimeSpan after)
    {
        var now = clock.GetElapsedTime(_start);
        var due = RoundUp((now + after).TotalMilliseconds, after < Short ? FineMilliseconds : CoarseMilliseconds);
        lock (_slots)
        {
            if (!_slots.TryGetValue(due, out var slot))
            {
                _slots[due] = slot = new Slot(this, due);
                slot.Timer = clock.CreateTimer(static slot => ((Slot)slot!).Fire(), slot, TimeSpan.FromMilliseconds(due) - now, Timeout.InfiniteTimeSpan);
            }

            slot.Waiting.Add(waiting);
        }
    }

    private static long RoundUp(double milliseconds, long step) => ((long)Math.Ceiling(milliseconds) + step - 1) / step * step;

    private List<TaskCompletionSource<Woken>> Take(Slot slot)
    {
        lock (_slots)
        {
            _slots.Remove(slot.Due);
            slot.Timer?.Dispose();
            return slot.Waiting;
        }
    }

    private sealed class Slot(Beats beats, long due)
    {
        public long Due => due;

        public ITimer? Timer { get; set; }

        public List<TaskCompletionSource<Woken>> Waiting { get; } = [];

        public void Fire()
        {
            foreach (var waiting in beats.Take(this))
            {
                waiting.TrySetResult(Woken.Beat);
            }
        }
    }
}
