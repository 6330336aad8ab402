using System.Threading.Channels;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>Why a waiting call woke up.</summary>
internal enum Woken
{
    /// <summary>Somebody rang: read the row.</summary>
    Rung,

    /// <summary>Nothing happened for a while: tell the caller that it still waits.</summary>
    Beat,
}

/// <summary>One waiting connection in this process. Disposing it frees the request for an equal call.</summary>
internal sealed class ParkedCall(ParkedCalls home, string requestId, string? callerRequest, string? session, CancellationToken closed) : IDisposable
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _gone = CancellationTokenSource.CreateLinkedTokenSource(closed);

    public string RequestId => requestId;

    /// <summary>The caller's own request id, a raw JSON text: what its <c>notifications/cancelled</c> would name.</summary>
    public string? CallerRequest => callerRequest;

    /// <summary>The upstream session that it called in, or null.</summary>
    public string? Session => session;

    /// <summary>Set once the latch was closed: from then on a cancellation is the upstream's business.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Fires when the caller is gone: its connection closed, it cancelled, or its session ended.</summary>
    public CancellationToken Gone => _gone.Token;

    public void Ring() => _rings.Writer.TryWrite(true);

    public void Leave()
    {
        try
        {
            _gone.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was answered in the meantime.
        }
    }

    /// <summary>Waits for a ring, at most <paramref name="beat"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public async Task<Woken> WaitAsync(TimeSpan beat, TimeProvider clock)
    {
        using var limit = new CancellationTokenSource(beat, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Gone);
        try
        {
            await _rings.Reader.ReadAsync(either.Token);
            return Woken.Rung;
        }
        catch (OperationCanceledException) when (!Gone.IsCancellationRequested)
        {
            return Woken.Beat;
        }
    }

    public void Dispose()
    {
        home.Remove(this);
        _gone.Dispose();
    }
}
