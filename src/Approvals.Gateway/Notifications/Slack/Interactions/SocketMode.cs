using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Approvals.Gateway.Notifications.Slack.Api;
using Approvals.Gateway.Notifications.Slack.Blocks;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>
/// Socket Mode: Slack sends what people do over connections that we open, so no public address is needed. There are two, since Slack closes
/// each from time to time: https://docs.slack.dev/apis/events-api/using-socket-mode.
/// </summary>
internal sealed partial class SocketMode(SlackClient slack, SlackOptions options, InteractionIntake intake, TimeProvider clock, ILogger<SocketMode> log) : BackgroundService
{
    private const int Connections = 2;
    private const int LargestMessage = 1 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pings = TimeSpan.FromSeconds(15);

    private int failures;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.AppToken is null
        ? Task.CompletedTask
        : Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => StayConnectedAsync(stoppingToken)));

    private async Task StayConnectedAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var problem = await ConnectOnceAsync(stop);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            if (problem is not null)
            {
                var times = Interlocked.Increment(ref failures);
                LogBroken(log, problem);
                var pause = TimeSpan.FromTicks(Math.Min(LastPause.Ticks, FirstPause.Ticks << Math.Min(times, 10)));
                await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Null when Slack asked for a new connection; else what went wrong.</summary>
    private async Task<string?> ConnectOnceAsync(CancellationToken stop)
    {
        try
        {
            var answer = await slack.CallAsAppAsync("apps.connections.open", stop);
            if (answer is not SlackAnswer.Ok ok || AddressOf(ok) is not { } address)
            {
                return answer switch
                {
                    SlackAnswer.Refused refused => $"apps.connections.open: {refused.Error}",
                    SlackAnswer.Unreachable broken => broken.Why,
                    _ => "apps.connections.open gave no address",
                };
            }

            using var socket = new ClientWebSocket();
            (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = (Pings, Pings);
            await socket.ConnectAsync(address, stop);
            return await ListenAsync(socket, stop);
        }
        catch (Exception broken) when (!stop.IsCancellationRequested)
        {
            // Whatever it was, the answer is the same: come again.
            return $"the connection broke ({broken.GetType().Name})";
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // Slack's own addresses are encrypted; a test's on this machine need not be.
    private Uri? AddressOf(SlackAnswer.Ok answer) =>
        Uri.TryCreate(answer.Text("url"), UriKind.Absolute, out var url) && (url.Scheme == "wss" || (url.Scheme == "ws" && url.IsLoopback && new Uri(options.ApiUrl).IsLoopback))
            ? url
            : null;

    private async Task<string?> ListenAsync(ClientWebSocket socket, CancellationToken stop)
    {
        var message = new ArrayBufferWriter<byte>();
        while (await ReceiveAsync(socket, message, stop))
        {
            using var document = JsonDocument.Parse(message.WrittenMemory);
            var root = document.RootElement;
            switch (root.TryGetProperty("type", out var type) ? type.GetString() : null)
            {
                case "hello":
                    Interlocked.Exchange(ref failures, 0);
                    LogConnected(log);
                    break;
                case "disconnect":
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, stop);
                    return null;
                case "interactive" when root.TryGetProperty("payload", out var payload):
                    await AcknowledgeAsync(socket, root, await intake.TakeAsync(Interaction.Read(payload), stop), stop);
                    break;
                default:
                    await AcknowledgeAsync(socket, root, null, stop);
                    break;
            }
        }

        return "Slack closed the connection";
    }

    private static async Task AcknowledgeAsync(ClientWebSocket socket, JsonElement envelope, ViewAnswer? answer, CancellationToken stop)
    {
        if (envelope.TryGetProperty("envelope_id", out var id) && id.GetString() is { } name)
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new Acknowledgement(name, answer), SlackJson.Default.Acknowledgement), WebSocketMessageType.Text, endOfMessage: true, stop);
        }
    }

    /// <summary>Whether a whole message came; false when the other side closed.</summary>
    private static async Task<bool> ReceiveAsync(ClientWebSocket socket, ArrayBufferWriter<byte> message, CancellationToken stop)
    {
        message.ResetWrittenCount();
        while (true)
        {
            var part = await socket.ReceiveAsync(message.GetMemory(4096), stop);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            message.Advance(part.Count);
            if (message.WrittenCount > LargestMessage)
            {
                throw new InvalidDataException("A message is larger than any that Slack sends.");
            }

            if (part.EndOfMessage)
            {
                return true;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Connected to Slack by Socket Mode.")]
    private static partial void LogConnected(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Socket Mode: {Problem}. Clicks in Slack do not arrive until it is back; the page works.")]
    private static partial void LogBroken(ILogger log, string problem);
}
