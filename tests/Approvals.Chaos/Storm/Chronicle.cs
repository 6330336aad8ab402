using Approvals.Chaos.Checking;

namespace Approvals.Chaos.Storm;

/// <summary>Writes down what happens while it happens, from everywhere at once.</summary>
internal sealed class Chronicle(TimeProvider clock)
{
    private readonly List<Happening> _happenings = [];
    private readonly List<(Func<Happening, bool> Such, TaskCompletionSource Seen)> _watchers = [];

    public TimeProvider Clock => clock;

    public void Add(Happening happening)
    {
        lock (_happenings)
        {
            var placed = happening with { Order = _happenings.Count, At = clock.GetUtcNow() };
            _happenings.Add(placed);
            foreach (var watcher in _watchers.Where(watcher => watcher.Such(placed)))
            {
                watcher.Seen.TrySetResult();
            }

            _watchers.RemoveAll(watcher => watcher.Seen.Task.IsCompleted);
        }
    }

    /// <summary>Completes when such a thing happens next.</summary>
    public Task NextAsync(Func<Happening, bool> such)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_happenings)
        {
            _watchers.Add((such, seen));
        }

        return seen.Task;
    }

    public IReadOnlyList<Happening> ToList()
    {
        lock (_happenings)
        {
            return [.. _happenings];
        }
    }
}
