using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace Approvals.Gateway.Upstreams.Wire;

/// <summary>The messages in an upstream's HTTP answer, however it chose to send them.</summary>
internal static class AnswerBody
{
    public const string Json = "application/json";
    public const string EventStream = "text/event-stream";

    public static bool IsJson(HttpResponseMessage response) => HasMediaType(response, Json);

    public static bool IsEventStream(HttpResponseMessage response) => HasMediaType(response, EventStream);

    /// <summary>Reads a whole body.</summary>
    /// <exception cref="InvalidDataException">It is larger than <paramref name="mostBytes"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int mostBytes, CancellationToken stop)
    {
        if (response.Content.Headers.ContentLength > mostBytes)
        {
            throw new InvalidDataException($"The answer is larger than {mostBytes} bytes.");
        }

        var into = new MemoryStream((int)(response.Content.Headers.ContentLength ?? 1024));
        await using var from = await response.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, stop)) > 0)
        {
            if (into.Length + read > mostBytes)
            {
                throw new InvalidDataException($"The answer is larger than {mostBytes} bytes.");
            }

            into.Write(buffer, 0, read);
        }

        return into.GetBuffer().AsMemory(0, (int)into.Length);
    }

    /// <summary>One event a message; a JSON body is one event. Anything else has no messages.</summary>
    /// <exception cref="InvalidDataException">A message is larger than <paramref name="mostBytes"/>.</exception>
    public static async IAsyncEnumerable<SseEvent> ReadEventsAsync(HttpResponseMessage response, int mostBytes, [EnumeratorCancellation] CancellationToken stop)
    {
        if (IsJson(response))
        {
            yield return new SseEvent(await ReadAsync(response, mostBytes, stop), "message");
        }
        else if (IsEventStream(response))
        {
            await using var stream = await response.Content.ReadAsStreamAsync(stop);
            await foreach (var one in SseReader.ReadAsync(stream, mostBytes, stop))
            {
                yield return one;
            }
        }
    }

    private static bool HasMediaType(HttpResponseMessage response, string mediaType) =>
        response.Content.Headers.ContentType is MediaTypeHeaderValue { MediaType: { } actual } && actual.Equals(mediaType, StringComparison.OrdinalIgnoreCase);
}
