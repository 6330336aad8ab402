using System.Net.Http.Headers;
using System.Text;

namespace Approvals.Gateway.Tests.World.Raw;

/// <summary>An agent that speaks the wire itself, for what an SDK does not let one say or see.</summary>
internal sealed class WireAgent : IDisposable
{
    // Real time: it only ends a test that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly string _path;
    private readonly string _era;
    private string _client = "wire";
    private int _lastId;

    private WireAgent(HttpClient http, string path, string era) => (_http, _path, _era) = (http, path, era);

    /// <summary>The session that the upstream gave, as the gateway sealed it; null in the newer era and without sessions.</summary>
    public string? Session { get; private set; }

    /// <summary>The id of the last request that was sent.</summary>
    public int LastId => _lastId;

    private bool IsModern => _era == Agent.Modern;

    public static async Task<WireAgent> ConnectAsync(
        GatewayWorld world, string era = Agent.Legacy, string token = GatewayWorld.AliceToken, string client = "wire")
    {
        var agent = new WireAgent(world.Http(token), "/mcp/bank", era) { _client = client };
        if (!agent.IsModern)
        {
            using var call = await agent.SendAsync(
                "initialize", null, $$$"""{"protocolVersion":"{{{era}}}","capabilities":{},"clientInfo":{"name":"{{{client}}}","version":"1"}}""");
            call.Response.EnsureSuccessStatusCode();
            await call.MessageAsync();
            agent.Session = call.Response.Headers.TryGetValues("Mcp-Session-Id", out var ids) ? ids.Single() : null;
            await agent.NotifyAsync("notifications/initialized", "{}");
        }

        return agent;
    }

    /// <summary>Calls a tool and returns when the answer has begun.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">The arguments' JSON text.</param>
    /// <param name="meta">Members of <c>_meta</c> as JSON text, for example <c>"progressToken":1</c>.</param>
    /// <param name="stop">Ends the attempt, and closes its connection, before the answer has begun.</param>
    public Task<WireCall> CallAsync(string tool, string arguments, string? meta = null, CancellationToken stop = default) =>
        SendAsync("tools/call", tool, $$"""{"name":"{{tool}}","arguments":{{arguments}},"_meta":{{Meta(meta)}} }""", stop);

    public async Task NotifyAsync(string method, string parameters)
    {
        using var request = Request(method, null, $$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}}}""");
        using var response = await _http.SendAsync(request).WaitAsync(Patience);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Ends the session as a client does that is done.</summary>
    public async Task EndSessionAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, _path);
        AddHeaders(request, null, null);
        using var response = await _http.SendAsync(request).WaitAsync(Patience);
        response.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task<WireCall> SendAsync(string method, string? name, string parameters, CancellationToken stop = default)
    {
        var id = ++_lastId;
        using var request = Request(method, name, $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        return await WireCall.BeginAsync(await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).WaitAsync(Patience, CancellationToken.None), id);
    }

    private string Meta(string? more)
    {
        var protocol = IsModern
            ? $$"""
                "io.modelcontextprotocol/protocolVersion":"{{_era}}","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"{{_client}}","version":"1"}
                """
            : null;
        return $"{{{string.Join(',', new[] { protocol, more }.OfType<string>())}}}";
    }

    private HttpRequestMessage Request(string method, string? name, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        AddHeaders(request, method, name);
        return request;
    }

    private void AddHeaders(HttpRequestMessage request, string? method, string? name)
    {
        if (method != "initialize")
        {
            request.Headers.Add("MCP-Protocol-Version", _era);
        }

        if (Session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", Session);
        }

        if (IsModern)
        {
            request.Headers.Add("Mcp-Method", method);
            request.Headers.Add("Mcp-Name", name);
        }
    }
}
