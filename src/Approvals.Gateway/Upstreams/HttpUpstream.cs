using System.Net;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Upstreams;

/// <summary>Sends messages to upstreams over streamable HTTP. It follows no redirect, keeps no cookie and uses no proxy.</summary>
internal sealed class HttpUpstream : IDisposable
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectWithin,
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
    });

    /// <summary>Sends and waits for the answer's headers. A cancellation by <paramref name="stop"/> before anything was sent is not an error: it is <see cref="UpstreamAnswer.NotSent"/>.</summary>
    public async Task<UpstreamAnswer> SendAsync(Upstream upstream, UpstreamMessage message, CancellationToken stop)
    {
        using var request = Request(upstream, message);
        try
        {
            return Judge(await _client.SendAsync(request, stop));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return request.Content is SingleSend { WasStarted: true }
                ? new UpstreamAnswer.Broken("the connection broke before an answer came")
                : new UpstreamAnswer.NotSent("no connection could be made");
        }
    }

    public void Dispose() => _client.Dispose();

    // Its 401, 403 and redirects are between it and us: whoever operates the gateway has to see to them.
    private static UpstreamAnswer Judge(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status < 200)
        {
            response.Dispose();
            return new UpstreamAnswer.Broken($"it answered {status}");
        }

        if (status is 401 or 403 or 407 or (>= 300 and < 400))
        {
            response.Dispose();
            return new UpstreamAnswer.NotSent($"it answered {status}");
        }

        return new UpstreamAnswer.Answered(response);
    }

    private static HttpRequestMessage Request(Upstream upstream, UpstreamMessage message)
    {
        var request = new HttpRequestMessage(message.Method, upstream.Address);
        if (message.Method == HttpMethod.Post)
        {
            request.Content = new SingleSend(message.Body, message.OnSent);
        }

        Add(request, "Accept", message.Accept);
        Add(request, "MCP-Protocol-Version", message.ProtocolVersion);
        Add(request, "Mcp-Session-Id", message.SessionId);
        Add(request, "Last-Event-ID", message.LastEventId);
        if (message.Mirrored is { } mirrored)
        {
            Add(request, "Mcp-Method", mirrored.Method);
            Add(request, "Mcp-Name", HeaderText.Encode(mirrored.Name));
            foreach (var (name, values) in mirrored.Params)
            {
                request.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        // Last, so that what the operator wrote wins.
        foreach (var (name, value) in upstream.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
