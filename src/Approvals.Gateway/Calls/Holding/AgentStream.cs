using System.Text.Json;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>The event stream on which a held call is answered. One task writes to it.</summary>
internal sealed class AgentStream(HttpContext http, string? progressTokenJson)
{
    // Progress must rise, and the upstream's own starts anywhere above nought: ours stays below anything that it would say.
    private const double Step = 1e-6;

    private double _progress;

    /// <summary>Sends the headers, so that no client or proxy takes silence for a dead connection.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = AnswerBody.EventStream;
        http.Response.Headers.CacheControl = "no-cache, no-transform";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        await http.Response.Body.FlushAsync(stop);
    }

    /// <summary>Says that the call still waits: as progress if the caller asked for it, else as a comment line.</summary>
    public Task BeatAsync(string message, CancellationToken stop)
    {
        if (progressTokenJson is null)
        {
            return SendAsync(SseEvent.Beat, stop);
        }

        _progress += Step;
        return SendAsync(new SseEvent(CallJson.Progress(progressTokenJson, _progress, message), "message"), stop);
    }

    /// <summary>Passes on what the upstream says while it runs; progress that does not rise is dropped.</summary>
    public Task RelayAsync(SseEvent said, CancellationToken stop)
    {
        // Only its id matters, for resuming the upstream's own stream.
        if (said.Data.IsEmpty)
        {
            return Task.CompletedTask;
        }

        if (progressTokenJson is not null && ProgressOf(said.Data) is { } progress)
        {
            if (progress <= _progress)
            {
                return Task.CompletedTask;
            }

            _progress = progress;
        }

        // Its event ids are for resuming its own stream, and this one is ours.
        return SendAsync(said with { Id = null, Retry = null }, stop);
    }

    public Task AnswerAsync(ReadOnlyMemory<byte> message, CancellationToken stop) => SendAsync(new SseEvent(message, "message"), stop);

    private async Task SendAsync(SseEvent one, CancellationToken stop)
    {
        one.WriteTo(http.Response.BodyWriter);
        await http.Response.BodyWriter.FlushAsync(stop);
        stop.ThrowIfCancellationRequested();
    }

    private double? ProgressOf(ReadOnlyMemory<byte> message)
    {
        if (message.Span.IndexOf("notifications/progress"u8) < 0 && message.Span.IndexOf("\\"u8) < 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("method"u8, out var method)
                && method.ValueEquals("notifications/progress"u8)
                && document.RootElement.TryGetProperty("params"u8, out var parameters)
                && parameters.TryGetProperty("progressToken"u8, out var token)
                && token.GetRawText() == progressTokenJson
                && parameters.TryGetProperty("progress"u8, out var progress)
                && progress.TryGetDouble(out var value)
                    ? value
                    : null;
        }
        catch (Exception notAMessage) when (notAMessage is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
