using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Approvals.Gateway.Tests.World.Slack;

/// <summary>Socket Mode from Slack's side: each envelope goes to one connection, and has to be acknowledged within three seconds.</summary>
internal sealed class SlackSockets
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, bool> _tickets = new();
    private readonly ConcurrentDictionary<string, WebSocket> _open = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement?>> _unanswered = new();
    private int _names;

    public int Count => _open.Count;

    /// <summary>How many connections there ever were.</summary>
    public int Opened => _names;

    public string NewAddress(string root)
    {
        var ticket = $"t{Interlocked.Increment(ref _names)}";
        _tickets[ticket] = true;
        return $"{root.Replace("http", "ws", StringComparison.Ordinal)}/socket/{ticket}";
    }

    public async Task SeesAsync(Func<SlackSockets, bool> expected)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!expected(this))
        {
            try
            {
                await rounds.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{Count} connections are open, {Opened} were opened");
            }
        }
    }

    public async Task ServeAsync(HttpContext context)
    {
        var ticket = (string)context.Request.RouteValues["ticket"]!;
        if (!_tickets.TryRemove(ticket, out _))
        {
            context.Response.StatusCode = 404;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        _open[ticket] = socket;
        await SendAsync(socket, new { type = "hello", num_connections = 1, connection_info = new { app_id = "A0APP" }, debug_info = new { host = "test" } });
        try
        {
            await ListenAsync(socket, context.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The other side left without a word.
        }

        _open.TryRemove(ticket, out _);
    }

    /// <summary>Sends what a person did, and returns what came with the acknowledgement.</summary>
    public async Task<JsonElement?> DeliverAsync(object payload, string? envelope = null, int onto = 0)
    {
        await SeesAsync(sockets => sockets.Count > onto);
        var id = envelope ?? $"e{Interlocked.Increment(ref _names)}";
        var answer = new TaskCompletionSource<JsonElement?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _unanswered[id] = answer;
        await SendAsync(_open.OrderBy(pair => pair.Key, StringComparer.Ordinal).ElementAt(onto).Value, new { envelope_id = id, type = "interactive", accepts_response_payload = true, payload });
        return await answer.Task.WaitAsync(Deadline);
    }

    /// <summary>Slack asks every connection to come again.</summary>
    public async Task RefreshAsync()
    {
        foreach (var socket in _open.Values.Where(socket => socket.State == WebSocketState.Open))
        {
            await SendAsync(socket, new { type = "disconnect", reason = "refresh_requested" });
        }
    }

    /// <summary>Every connection breaks.</summary>
    public void Break()
    {
        foreach (var socket in _open.Values)
        {
            socket.Abort();
        }
    }

    private async Task ListenAsync(WebSocket socket, CancellationToken stop)
    {
        var buffer = new byte[64 << 10];
        while (socket.State == WebSocketState.Open)
        {
            var part = await socket.ReceiveAsync(buffer, stop);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);
                return;
            }

            using var document = JsonDocument.Parse(buffer.AsMemory(0, part.Count));
            var id = document.RootElement.GetProperty("envelope_id").GetString()!;
            if (_unanswered.TryRemove(id, out var answer))
            {
                answer.SetResult(document.RootElement.TryGetProperty("payload", out var payload) ? payload.Clone() : null);
            }
        }
    }

    private static Task SendAsync(WebSocket socket, object message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message)), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
}
