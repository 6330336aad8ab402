using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Approvals.Gateway.Tests.World.Raw;

/// <summary>An agent without an SDK: it sends the bytes that it is given.</summary>
internal sealed class RawAgent(GatewayWorld world, string upstream, string token = GatewayWorld.AliceToken) : IDisposable
{
    private readonly HttpClient _http = world.Http(token);

    /// <summary>Sent with every request: an event stream is as good as JSON.</summary>
    public const string Accept = "application/json, text/event-stream";

    public static string Call(string tool, string idJson = "1", string argumentsJson = "{}", string meta = "") =>
        $$$"""{"jsonrpc":"2.0","id":{{{idJson}}},"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{argumentsJson}}}{{{meta}}}}}""";

    public static string Request(string method, string idJson = "1") => $$"""{"jsonrpc":"2.0","id":{{idJson}},"method":"{{method}}"}""";

    /// <summary>The headers that a sound message of an era carries.</summary>
    public static (string Name, string Value)[] Headers(string era, string method = "tools/call", string? name = null) => era == Agent.Modern
        ? [("MCP-Protocol-Version", era), ("Mcp-Method", method), .. name is null ? [] : new[] { ("Mcp-Name", name) }]
        : [("MCP-Protocol-Version", era)];

    public Task<RawAnswer> PostAsync(string body, params (string Name, string Value)[] headers) => PostAsync(Encoding.UTF8.GetBytes(body), headers);

    public async Task<RawAnswer> PostAsync(byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = Message(HttpMethod.Post, headers);
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in headers.Where(header => header.Name.StartsWith("Content-", StringComparison.Ordinal)))
        {
            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    /// <summary>Calls a tool as a sound client of the era would.</summary>
    public Task<RawAnswer> CallAsync(string tool, string era = Agent.Legacy, string idJson = "1", string argumentsJson = "{}") =>
        PostAsync(Call(tool, idJson, argumentsJson), Headers(era, name: tool));

    /// <summary>Begins a session and returns its handle.</summary>
    public async Task<string> InitializeAsync() =>
        (await PostAsync("""{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}"""))
        .Header("Mcp-Session-Id")!;

    public async Task<RawAnswer> GetAsync(params (string Name, string Value)[] headers)
    {
        using var request = Message(HttpMethod.Get, headers);
        return await SendAsync(request);
    }

    public async Task<RawAnswer> DeleteAsync(params (string Name, string Value)[] headers)
    {
        using var request = Message(HttpMethod.Delete, headers);
        return await SendAsync(request);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Message(HttpMethod method, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, $"/mcp/{upstream}");
        request.Headers.TryAddWithoutValidation("Accept", Accept);
        foreach (var (name, value) in headers.Where(header => !header.Name.StartsWith("Content-", StringComparison.Ordinal)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<RawAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new RawAnswer((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }
}

/// <summary>What an agent got, to the byte.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Every message in it, whichever form it came in.</summary>
    public IReadOnlyList<JsonElement> Messages => Headers.GetValueOrDefault("Content-Type")?.StartsWith("text/event-stream", StringComparison.Ordinal) == true
        ? [.. Text.Split("\n\n").Select(Data).Where(data => data.Length > 0).Select(data => JsonSerializer.Deserialize<JsonElement>(data))]
        : [JsonSerializer.Deserialize<JsonElement>(Body)];

    /// <summary>The one message that answers.</summary>
    public JsonElement Answer => Assert.Single(Messages, message => message.TryGetProperty("result", out _) || message.TryGetProperty("error", out _));

    public int ErrorCode => Answer.GetProperty("error").GetProperty("code").GetInt32();

    /// <summary>The first text block of a tool's result.</summary>
    public string Said => Answer.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;

    /// <summary>The code of the gateway's own answers.</summary>
    public string Code => Answer.GetProperty("result").GetProperty("_meta").GetProperty("approvals/outcome").GetProperty("code").GetString()!;

    public IReadOnlyList<string> Tools => [.. Answer.GetProperty("result").GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!)];

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    private static string Data(string block) =>
        string.Join('\n', block.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..]));
}
