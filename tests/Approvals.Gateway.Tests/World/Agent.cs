using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Approvals.Gateway.Tests.World;

/// <summary>An agent on the C# SDK's client.</summary>
internal sealed class Agent : IAsyncDisposable
{
    public const string Legacy = "2025-11-25";
    public const string Modern = "2026-07-28";

    private readonly HttpClient _http;
    private readonly McpClient _client;

    private Agent(HttpClient http, McpClient client) => (_http, _client) = (http, client);

    public McpClient Client => _client;

    public static async Task<Agent> ConnectAsync(GatewayWorld world, string upstream, string token = GatewayWorld.AliceToken, string era = Modern)
    {
        var http = world.Http(token);
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(world.Url, $"/mcp/{upstream}"), TransportMode = HttpTransportMode.StreamableHttp }, http);
        var client = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = era });
        return new Agent(http, client);
    }

    public async Task<IReadOnlyList<string>> ListsAsync() => [.. (await _client.ListToolsAsync()).Select(tool => tool.Name)];

    public async Task<ToolAnswer> CallsAsync(string tool, object? arguments = null, IProgress<ModelContextProtocol.ProgressNotificationValue>? progress = null, CancellationToken stop = default)
    {
        var given = JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value);
        return new ToolAnswer(await _client.CallToolAsync(tool, given, progress, cancellationToken: stop));
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _http.Dispose();
    }
}

/// <summary>What an agent read.</summary>
internal sealed record ToolAnswer(CallToolResult Result)
{
    public string Text => ((TextContentBlock)Result.Content[0]).Text;

    public bool IsError => Result.IsError ?? false;

    /// <summary>The code of the gateway's own answers, or null.</summary>
    public string? Code => Outcome?.GetProperty("code").GetString();

    public JsonElement? Outcome => Result.Meta?["approvals/outcome"] is { } outcome ? JsonSerializer.SerializeToElement(outcome) : null;
}
