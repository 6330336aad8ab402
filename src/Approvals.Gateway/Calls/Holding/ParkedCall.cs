using System.Threading.Channels;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>Why a waiting call woke up.</summary>
internal enum Woken
{
    /// <summary>Somebody rang: read the row.</summary>
    Rung,

    /// <summary>Nothing happened for a while: tell the caller that it still waits.</summary>
    Beat,

    /// <summary>This process ends: the caller must come again.</summary>
    Closing,
}

/// <summary>One waiting connection in this process. Disposing it frees the request for an equal call.</summary>
internal sealed class ParkedCall : IDisposable
{
    private readonly ParkedCalls _home;
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _cancelled = new();
    private readonly CancellationTokenSource _gone;
    private readonly CancellationToken _closing;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isAnswering;

    public ParkedCall(ParkedCalls home, string requestId, string? callerRequest, string? session, CancellationToken closed, CancellationToken closing)
    {
        (_home, RequestId, CallerRequest, Session, _closing) = (home, requestId, callerRequest, session, closing);
        _gone = CancellationTokenSource.CreateLinkedTokenSource(closed, _cancelled.Token);
        (Gone, Cancelled) = (_gone.Token, _cancelled.Token);
    }

    public string RequestId { get; }

    /// <summary>The caller's own request id, a raw JSON text: what its <c>notifications/cancelled</c> would name.</summary>
    public string? CallerRequest { get; }

    /// <summary>The upstream session that it called in, or null.</summary>
    public string? Session { get; }

    /// <summary>Set once the latch was closed: from then on a cancellation is the upstream's business.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Whose place this one took, if somebody's; that caller is gone.</summary>
    public ParkedCall? Before { get; set; }

    /// <summary>Whether this process ends, and nothing more is to be released by it.</summary>
    public bool IsClosing => _closing.IsCancellationRequested;

    /// <summary>Fires when the caller is gone: its connection closed, it cancelled, or its session ended.</summary>
    public CancellationToken Gone { get; }

    /// <summary>Fires when the caller said so: then a released call, too, should come to an end.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>Said before the answer is written to the caller: it may leave as soon as it has it.</summary>
    public void Answers() => _isAnswering = true;

    /// <summary>Waits until it is known whether the one before got the answer that was on its way to it.</summary>
    public Task LetTheOneBeforeEndAsync(CancellationToken stop) =>
        Before is { _isAnswering: true } before ? before._ended.Task.WaitAsync(stop) : Task.CompletedTask;

    public void Ring() => _rings.Writer.TryWrite(true);

    public void Cancel()
    {
        try
        {
            _cancelled.Cancel();
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
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Gone, _closing);
        try
        {
            await _rings.Reader.ReadAsync(either.Token);
            return Woken.Rung;
        }
        catch (OperationCanceledException) when (!Gone.IsCancellationRequested)
        {
            return IsClosing ? Woken.Closing : Woken.Beat;
        }
    }

    /// <summary>Frees the request for an equal call. Said before the hand-off: the agent may be back before we have looked up.</summary>
    public void MakeWay() => _home.Remove(this);

    public void Dispose()
    {
        MakeWay();
        _ended.TrySetResult();
        _gone.Dispose();
        _cancelled.Dispose();
    }
}
