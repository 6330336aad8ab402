using System.Text.Json;
using Approvals.Gateway.Calls.Door;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Calls.Holding;

/// <summary>The event stream on which a held call is answered.</summary>
internal sealed class AgentStream(HttpContext http, string? progressTokenJson) : IDisposable
{
    // Progress must rise, and the upstream's own starts anywhere above nought: ours stays below anything that it would say.
    private const double Step = 1e-6;

    private readonly SemaphoreSlim _turn = new(1);
    private double _progress;

    /// <summary>Whether the call has had its answer, which there is only one of.</summary>
    public bool IsAnswered { get; private set; }

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
    public Task BeatAsync(string message, CancellationToken stop) => InTurnAsync(() => Beat(message), stop);

    public Task AnswerAsync(ReadOnlyMemory<byte> message, CancellationToken stop) => InTurnAsync(() => Answer(message), stop);

    /// <summary>The last words of a call that broke, to a caller that may be gone.</summary>
    public Task AnswerWhileHeardAsync(ReadOnlyMemory<byte> message, CancellationToken gone) => WhileHeardAsync(() => Answer(message), gone);

    /// <summary>A beat while the call runs: a caller that leaves now stops nothing.</summary>
    public Task BeatWhileHeardAsync(string message, CancellationToken gone) => WhileHeardAsync(() => Beat(message), gone);

    /// <summary>Passes on what the upstream says while it runs; progress that does not rise is dropped.</summary>
    public Task RelayWhileHeardAsync(SseEvent said, CancellationToken gone) => WhileHeardAsync(() => Relayed(said), gone);

    private SseEvent? Answer(ReadOnlyMemory<byte> message)
    {
        if (IsAnswered)
        {
            return null;
        }

        IsAnswered = true;
        return new SseEvent(message, "message");
    }

    private SseEvent Beat(string message)
    {
        if (progressTokenJson is null)
        {
            return SseEvent.Beat;
        }

        _progress += Step;
        return new SseEvent(CallJson.Progress(progressTokenJson, _progress, message), "message");
    }

    private SseEvent? Relayed(SseEvent said)
    {
        // Only its id matters, for resuming the upstream's own stream.
        if (said.Data.IsEmpty)
        {
            return null;
        }

        if (progressTokenJson is not null && ProgressOf(said.Data) is { } progress)
        {
            if (progress <= _progress)
            {
                return null;
            }

            _progress = progress;
        }

        // Its event ids are for resuming its own stream, and this one is ours.
        return said with { Id = null, Retry = null };
    }

    // Whatever runs is still to be read to its end and written down.
    private async Task WhileHeardAsync(Func<SseEvent?> say, CancellationToken gone)
    {
        try
        {
            await InTurnAsync(say, gone);
        }
        catch (Exception left) when (left is OperationCanceledException or IOException)
        {
        }
    }

    // A beat and an upstream's word may come at the same time.
    private async Task InTurnAsync(Func<SseEvent?> say, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (say() is { } one)
            {
                one.WriteTo(http.Response.BodyWriter);
                // What was flushed is on its way, even if its caller leaves the moment that it has it.
                CallerGoneException.ThrowIf(await http.Response.BodyWriter.FlushAsync(stop));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

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
