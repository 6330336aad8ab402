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
    private readonly CancellationToken _closing;
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenRegistration _closed;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isAnswering;
    private TaskCompletionSource<Woken>? _waiting;
    private CancellationTokenSource? _cancelled;
    private bool _isRung;
    private bool _isCancelled;

    public ParkedCall(ParkedCalls home, string requestId, string? callerRequest, string? session, CancellationToken closed, CancellationToken closing)
    {
        (_home, RequestId, CallerRequest, Session, _closing) = (home, requestId, callerRequest, session, closing);
        Gone = _gone.Token;
        _closed = closed.UnsafeRegister(static parked => ((ParkedCall)parked!).Leave(), this);
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
    public CancellationToken Cancelled
    {
        get
        {
            // Few calls are released while others wait by the thousand: those do without.
            lock (_lock)
            {
                return (_cancelled ??= _isCancelled ? Fired() : new CancellationTokenSource()).Token;
            }
        }
    }

    /// <summary>Said before the answer is written to the caller: it may leave as soon as it has it.</summary>
    public void Answers() => _isAnswering = true;

    /// <summary>Waits until it is known whether the one before got the answer that was on its way to it.</summary>
    public Task LetTheOneBeforeEndAsync(CancellationToken stop)
    {
        var before = Before;
        Before = null;
        return before is { _isAnswering: true } ? before._ended.Task.WaitAsync(stop) : Task.CompletedTask;
    }

    public void Ring()
    {
        lock (_lock)
        {
            _isRung = _waiting?.TrySetResult(Woken.Rung) != true;
        }
    }

    public void Cancel()
    {
        CancellationTokenSource? cancelled;
        lock (_lock)
        {
            _isCancelled = true;
            cancelled = _cancelled;
        }

        Fire(cancelled);
        Leave();
    }

    /// <summary>Tells it that this process ends.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _waiting?.TrySetResult(Woken.Closing);
        }
    }

    /// <summary>Waits for a ring, at most <paramref name="beat"/> and a little.</summary>
    /// <exception cref="OperationCanceledException">The caller is gone.</exception>
    public Task<Woken> WaitAsync(TimeSpan beat)
    {
        TaskCompletionSource<Woken> waiting;
        lock (_lock)
        {
            if (Gone.IsCancellationRequested)
            {
                return Task.FromCanceled<Woken>(Gone);
            }

            if (IsClosing || _isRung)
            {
                _isRung = false;
                return Task.FromResult(IsClosing ? Woken.Closing : Woken.Rung);
            }

            _waiting = waiting = new TaskCompletionSource<Woken>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _home.Beats.Add(waiting, beat);
        return waiting.Task;
    }

    /// <summary>Frees the request for an equal call. Said before the hand-off: the agent may be back before we have looked up.</summary>
    public void MakeWay() => _home.Remove(this);

    public void Dispose()
    {
        MakeWay();
        _ended.TrySetResult();
        _closed.Dispose();
        _gone.Dispose();
        _cancelled?.Dispose();
    }

    private void Leave()
    {
        Fire(_gone);
        lock (_lock)
        {
            _waiting?.TrySetCanceled(Gone);
        }
    }

    private static CancellationTokenSource Fired()
    {
        var source = new CancellationTokenSource();
        source.Cancel();
        return source;
    }

    private static void Fire(CancellationTokenSource? source)
    {
        try
        {
            source?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was answered in the meantime.
        }
    }
}
