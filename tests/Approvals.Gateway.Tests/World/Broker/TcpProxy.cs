using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Approvals.Gateway.Tests.World.Broker;

/// <summary>A wire to a server that a test can cut, stall and mend.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly Uri _target;
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private Socket _door = Bind(0);
    private volatile TaskCompletionSource _there = Flowing();
    private volatile TaskCompletionSource _back = Flowing();

    private TcpProxy(Uri target)
    {
        _target = target;
        Port = ((IPEndPoint)_door.LocalEndPoint!).Port;
    }

    private int Port { get; }

    /// <summary>The target's address, by way of this wire.</summary>
    public Uri Url => new UriBuilder(_target) { Host = "127.0.0.1", Port = Port }.Uri;

    /// <summary>A wire that is cut: whoever connects is refused.</summary>
    public static TcpProxy CutTo(Uri target) => new(target);

    public static TcpProxy To(Uri target)
    {
        var proxy = new TcpProxy(target);
        proxy.Mend();
        return proxy;
    }

    /// <summary>Breaks every connection and refuses new ones. The port stays ours.</summary>
    public void Cut()
    {
        _door.Dispose();
        Break();
        _door = Bind(Port);
    }

    /// <summary>Connections stay open, and nothing comes through.</summary>
    public void Stall()
    {
        _there = Still();
        Mute();
    }

    /// <summary>The server hears everything, and nothing that it says comes back.</summary>
    public void Mute() => _back = Still();

    /// <summary>As if nothing had happened.</summary>
    public void Mend()
    {
        _there.TrySetResult();
        _back.TrySetResult();
        if (!_door.IsBound || Convert.ToInt32(_door.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.AcceptConnection)!, null) != 0)
        {
            return;
        }

        _door.Listen();
        _ = AcceptAsync(_door);
    }

    public ValueTask DisposeAsync()
    {
        _door.Dispose();
        Break();
        _there.TrySetResult();
        _back.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private void Break()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    private static TaskCompletionSource Still() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource Flowing()
    {
        var flows = Still();
        flows.SetResult();
        return flows;
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task AcceptAsync(Socket door)
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await door.AcceptAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (near)
        {
            _open.TryAdd(near, 0);
            _open.TryAdd(far, 0);
            try
            {
                await far.ConnectAsync(_target.Host, _target.Port);
                await Task.WhenAny(PumpAsync(near, far, () => _there.Task), PumpAsync(far, near, () => _back.Task));
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // Cut.
            }
            finally
            {
                _open.TryRemove(near, out _);
                _open.TryRemove(far, out _);
            }
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, Func<Task> flows)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await flows();
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
