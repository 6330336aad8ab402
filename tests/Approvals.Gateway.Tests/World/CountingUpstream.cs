using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Approvals.Gateway.Tests.World;

/// <summary>
/// A real MCP server on the C# SDK that counts what happens to it. Its tools: <c>look</c>, <c>pay</c> (amount, note) and <c>hidden</c>, each
/// of which answers with its arguments; <c>slow</c> answers when <see cref="LetGo"/> is called.
/// </summary>
internal sealed class CountingUpstream : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Tool, string Arguments)> _calls = new();
    private readonly TaskCompletionSource _slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;
    private string _description = "Pays.";

    private CountingUpstream(bool stateful)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddMcpServer()
            .WithHttpTransport(http => http.SessionMode = stateful ? HttpServerSessionMode.Stateful : HttpServerSessionMode.Stateless)
            .WithListToolsHandler((_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Tools()] }))
            .WithCallToolHandler(CallAsync);
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            Headers.Enqueue(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            await next(context);
        });
        _app.MapMcp("/mcp");
    }

    public Uri Url => new(_app.Urls.First() + "/mcp");

    /// <summary>The headers of every request that came.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Headers { get; } = new();

    /// <summary>Every tool call that ran, in order, with its arguments' JSON text.</summary>
    public IReadOnlyList<(string Tool, string Arguments)> Calls => [.. _calls];

    public int CountOf(string tool) => _calls.Count(call => call.Tool == tool);

    /// <summary>From now on <c>pay</c> is described in other words.</summary>
    public void Redescribe(string words) => _description = words;

    public void LetGo() => _slow.TrySetResult();

    public static async Task<CountingUpstream> StartAsync(bool stateful = false)
    {
        var upstream = new CountingUpstream(stateful);
        await upstream._app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        _slow.TrySetResult();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private IEnumerable<Tool> Tools()
    {
        var schema = JsonSerializer.Deserialize<JsonElement>("""{"type":"object"}""");
        return new[] { ("look", "Looks."), ("pay", _description), ("slow", "Takes its time."), ("hidden", "Nobody sees this.") }
            .Select(tool => new Tool { Name = tool.Item1, Description = tool.Item2, InputSchema = schema });
    }

    private async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken stop)
    {
        var text = JsonSerializer.Serialize(request.Params!.Arguments);
        _calls.Enqueue((request.Params.Name, text));
        if (request.Params.Name == "slow")
        {
            await _slow.Task.WaitAsync(stop);
        }

        return new CallToolResult { Content = [new TextContentBlock { Text = $"{request.Params.Name} {text}" }] };
    }
}
