namespace Approvals.Gateway.Calls.Holding;

/// <summary>
/// Lets equal calls look for each other one after the other. Without it a caller that comes back while its first attempt is still being
/// written down would find nothing, and people would be asked twice.
/// </summary>
internal sealed class EqualTurns
{
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);

    /// <summary>Waits until no equal call is at it. Disposing of the turn lets the next one in.</summary>
    public async Task<IDisposable> TakeAsync(string callKey, CancellationToken stop)
    {
        Queue queue;
        lock (_queues)
        {
            if (!_queues.TryGetValue(callKey, out queue!))
            {
                _queues[callKey] = queue = new Queue();
            }

            queue.Length++;
        }

        try
        {
            await queue.Door.WaitAsync(stop);
        }
        catch
        {
            Leave(callKey, queue);
            throw;
        }

        return new Turn(this, callKey, queue);
    }

    private void Leave(string callKey, Queue queue)
    {
        lock (_queues)
        {
            if (--queue.Length == 0)
            {
                _queues.Remove(callKey);
            }
        }
    }

    private sealed class Queue
    {
        public SemaphoreSlim Door { get; } = new(1);

        public int Length { get; set; }
    }

    private sealed class Turn(EqualTurns turns, string callKey, Queue queue) : IDisposable
    {
        public void Dispose()
        {
            queue.Door.Release();
            turns.Leave(callKey, queue);
        }
    }
}
