using System.Collections.Concurrent;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>Every connection that waits in this process, at most one a request.</summary>
internal sealed class ParkedCalls : IDisposable
{
    private readonly ConcurrentDictionary<string, ParkedCall> _byRequest = new(StringComparer.Ordinal);
    private readonly CancellationToken _closing;
    private readonly CancellationTokenRegistration _onClosing;
    private readonly int _mostSeats;
    private int _seats;

    public ParkedCalls(GatewayOptions options, ConnectionCap connections, IHostApplicationLifetime life, TimeProvider clock)
    {
        _mostSeats = Math.Min(options.MaxParkedCalls, connections.Held);
        Beats = new Beats(clock);
        _closing = life.ApplicationStopping;
        _onClosing = _closing.UnsafeRegister(static calls => ((ParkedCalls)calls!).Close(), this);
    }

    public Beats Beats { get; }

    /// <summary>A seat for one call, to be given back by disposing of it; null when all are taken.</summary>
    public IDisposable? TakeSeat()
    {
        if (Interlocked.Increment(ref _seats) <= _mostSeats)
        {
            return new Seat(this);
        }

        Interlocked.Decrement(ref _seats);
        return null;
    }

    /// <summary>How many callers are connected.</summary>
    public int Count => _byRequest.Values.Count(waiting => !waiting.Gone.IsCancellationRequested);

    /// <summary>Takes the request's one place, or null if its caller is still connected.</summary>
    /// <remarks>A caller that is gone may still hold the place for a moment, or for as long as its released call runs on.</remarks>
    public ParkedCall? TryEnter(string requestId, Exchange exchange)
    {
        var parked = new ParkedCall(this, requestId, exchange.Message.IdJson, exchange.Session?.Id, exchange.Http.RequestAborted, _closing);
        if (_byRequest.TryAdd(requestId, parked))
        {
            return parked;
        }

        if (_byRequest.TryGetValue(requestId, out var holder) && holder.Gone.IsCancellationRequested && _byRequest.TryUpdate(requestId, parked, holder))
        {
            parked.Before = holder;
            return parked;
        }

        parked.Dispose();
        return null;
    }

    /// <summary>Tells whoever waits for this request to read its row. A rumour: it may be wrong, late or repeated.</summary>
    public void Ring(string requestId)
    {
        if (_byRequest.TryGetValue(requestId, out var parked))
        {
            parked.Ring();
        }
    }

    /// <summary>The agent cancelled one of its calls. Returns whether that ended it; what was released runs at its upstream, which has to be told.</summary>
    public bool Cancel(string session, string callerRequest)
    {
        var parked = _byRequest.Values.FirstOrDefault(waiting => waiting.Session == session && waiting.CallerRequest == callerRequest);
        parked?.Cancel();
        return parked is { IsReleased: false };
    }

    /// <summary>The agent ended its session: everything in it has no caller any more.</summary>
    public void EndSession(string session)
    {
        foreach (var parked in _byRequest.Values.Where(waiting => waiting.Session == session))
        {
            parked.Cancel();
        }
    }

    public void Remove(ParkedCall parked) => _byRequest.TryRemove(KeyValuePair.Create(parked.RequestId, parked));

    public void Dispose() => _onClosing.Dispose();

    private void Close()
    {
        foreach (var parked in _byRequest.Values)
        {
            parked.Close();
        }
    }

    private sealed class Seat(ParkedCalls home) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref home._seats);
    }
}
