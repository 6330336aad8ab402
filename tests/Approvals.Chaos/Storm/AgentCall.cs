using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Approvals.Chaos.Checking;

namespace Approvals.Chaos.Storm;

/// <summary>
/// One request over a connection of its own. Who leaves closes only its own side and reads what is already on its way: so it knows
/// whether it was answered. (An answer that was delivered to somebody who does not read it is gone: the next equal call is a new question.)
/// </summary>
internal sealed class AgentCall : IDisposable
{
    private readonly HttpClient _http;
    private Socket? _socket;

    public AgentCall(Uri gateway)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, stop) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, stop);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }

                _socket = socket;
                return new NetworkStream(socket, ownsSocket: true);
            },
            UseProxy = false,
            MaxResponseDrainSize = 0,
        };
        _http = new HttpClient(handler) { BaseAddress = gateway, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends and reads to the answer. Returns null if the stream ended without one.</summary>
    /// <exception cref="HttpRequestException">The gateway could not be reached, or answered with a status.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<Answer?> AskAsync(HttpRequestMessage request, int id, CancellationToken stop)
    {
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(stop)}", null, response.StatusCode);
        }

        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(stop));
        while (await lines.ReadLineAsync(stop) is { } line)
        {
            if (MessageIn(line) is { } message && message.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                return Read(message);
            }
        }

        return null;
    }

    /// <summary>Says that nothing more will come from here, which is what the other side sees of a closed connection.</summary>
    public void Leave()
    {
        try
        {
            _socket?.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
        }
    }

    public void Dispose() => _http.Dispose();

    public static HttpRequestMessage Post(string token, string body, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp/bank") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static JsonElement? MessageIn(string line) =>
        line.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(line)
        : line.StartsWith("data: {", StringComparison.Ordinal) ? JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..])
        : null;

    private static Answer Read(JsonElement message)
    {
        if (!message.TryGetProperty("result", out var result))
        {
            return new Answer.Failed();
        }

        if (result.TryGetProperty("_meta", out var meta) && meta.TryGetProperty("approvals/outcome", out var outcome))
        {
            return new Answer.Told(
                outcome.GetProperty("code").GetString()!,
                outcome.TryGetProperty("approvalId", out var approval) ? approval.GetString() : null);
        }

        var text = result.GetProperty("content")[0].GetProperty("text").GetString()!;
        return new Answer.Ran(text["ran ".Length..]);
    }
}
