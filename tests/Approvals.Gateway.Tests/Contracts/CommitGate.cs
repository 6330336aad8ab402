using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>Stands before every commit: counts them, and holds them back while it is shut.</summary>
internal sealed class CommitGate : DbTransactionInterceptor
{
    private readonly Channel<bool> _arrivals = Channel.CreateUnbounded<bool>();
    private TaskCompletionSource _open = Opened();
    private int _commits;

    public int Commits => Volatile.Read(ref _commits);

    public void Shut()
    {
        while (_arrivals.Reader.TryRead(out _))
        {
        }

        _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Open() => _open.TrySetResult();

    /// <summary>Waits until a commit stands before the gate that was not there when it was shut.</summary>
    public async Task ArrivalAsync() => await _arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        // Taken before it is told: a gate that is shut in between is not shut for this one.
        var open = _open;
        Interlocked.Increment(ref _commits);
        _arrivals.Writer.TryWrite(true);
        await open.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return result;
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
