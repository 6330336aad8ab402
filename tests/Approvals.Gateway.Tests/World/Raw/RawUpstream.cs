using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Approvals.Gateway.Tests.World.Raw;

/// <summary>An upstream without an SDK: it writes down what came, byte for byte, and answers as its script says, however wrong that is.</summary>
internal sealed class RawUpstream : IAsyncDisposable
{
    public const string SessionId = "upstream's-own-session";

    /// <summary>Lists <c>look</c>, <c>pay</c>, <c>slow</c> and <c>hidden</c>.</summary>
    public const string List = """
        {"jsonrpc":"2.0","id":$id,"result":{"tools":[{"name":"look","inputSchema":{"type":"object"}},{"name":"pay","inputSchema":{"type":"object"}},{"name":"slow","inputSchema":{"type":"object"}},{"name":"hidden","inputSchema":{"type":"object"}}]}}
        """;

    private readonly ConcurrentQueue<Seen> _seen = new();
    private readonly WebApplication _app;

    private RawUpstream(string? url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        builder.WebHost.UseUrls(url ?? "http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url => new(_app.Urls.First() + "/mcp");

    /// <summary>What it answers to each request; <see cref="WellBehaved"/> at first.</summary>
    public Reply Script { get; set; } = WellBehaved;

    /// <summary>Every request, in the order in which they came.</summary>
    public IReadOnlyList<Seen> Seen => [.. _seen];

    public Seen Last => _seen.Last();

    public IReadOnlyList<Seen> Of(string rpcMethod) => [.. _seen.Where(request => request.RpcMethod == rpcMethod)];

    public static async Task<RawUpstream> StartAsync(string? url = null)
    {
        var upstream = new RawUpstream(url);
        await upstream._app.StartAsync();
        return upstream;
    }

    /// <summary>An address of this machine that nothing listens on.</summary>
    public static Uri Nowhere()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/mcp");
    }

    public static Task WellBehaved(Seen seen, HttpResponse response) => (seen.Method, seen.RpcMethod) switch
    {
        ("GET", _) => Replies.Status(405)(seen, response),
        ("DELETE", _) => Replies.Status(200)(seen, response),
        (_, "initialize") => Replies.Json(
            """{"jsonrpc":"2.0","id":$id,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"raw","version":"1"}}}""",
            headers: [("Mcp-Session-Id", SessionId)])(seen, response),
        (_, "tools/list") => Replies.Json(List)(seen, response),
        (_, null) or (_, ['n', 'o', 't', 'i', 'f', ..]) => Replies.Status(202)(seen, response),
        _ => Replies.Json("""{"jsonrpc":"2.0","id":$id,"result":{"content":[{"type":"text","text":"ran"}]}}""")(seen, response),
    };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var seen = new Seen(http.Request.Method, headers, body.ToArray());
        _seen.Enqueue(seen);
        await Script(seen, http.Response);
    }
}

/// <summary>A request as an upstream got it.</summary>
internal sealed record Seen(string Method, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? RpcMethod => Body.Length > 0 && Json.TryGetProperty("method", out var method) ? method.GetString() : null;

    public string IdJson => Body.Length > 0 && Json.TryGetProperty("id", out var id) ? id.GetRawText() : "null";

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
