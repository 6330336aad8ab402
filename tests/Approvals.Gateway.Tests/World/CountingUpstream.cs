using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Approvals.Gateway.Tests.World;

/// <summary>
/// A real MCP server on the C# SDK that counts what happens to it. Its tools: <c>look</c>, <c>pay</c> (amount, note) and <c>hidden</c>, each
/// of which answers with its arguments; <c>slow</c> tells of its progress and answers when <see cref="LetGo"/> is called. On demand also
/// <c>peek</c>, which says that it only reads, and answers its words; asked to <c>wait</c>, when <see cref="LetGo"/> is called.
/// </summary>
internal sealed class CountingUpstream : IAsyncDisposable
{
    // Real time: it only ends a test that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<(string Tool, string Arguments)> _calls = new();
    private readonly TaskCompletionSource _slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _slowRuns = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, int> _faults = new();
    private string _description = "Pays.";
    private string? _removed;

    private CountingUpstream(bool stateful)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddHttpContextAccessor();
        builder.Services.AddMcpServer()
            .WithHttpTransport(http => http.SessionMode = stateful ? HttpServerSessionMode.StatefulForInitializeClients : HttpServerSessionMode.Stateless)
            .WithListToolsHandler((_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Tools()] }))
            .WithCallToolHandler(CallAsync);
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            Headers.Enqueue(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
            var body = await BodyOf(context.Request);
            Heard.Enqueue($"{context.Request.Method} {body}");
            if (FaultOf(body) is { } status)
            {
                context.Response.StatusCode = status;
                return;
            }

            await next(context);
        });
        _app.MapMcp("/mcp");
    }

    public Uri Url => new(_app.Urls.First() + "/mcp");

    /// <summary>The headers of every request that came.</summary>
    public ConcurrentQueue<Dictionary<string, string>> Headers { get; } = new();

    /// <summary>What was said to it: the HTTP method and the body of every request that came.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    /// <summary>Every tool call that ran, in order, with its arguments' JSON text.</summary>
    public IReadOnlyList<(string Tool, string Arguments)> Calls => [.. _calls];

    public int CountOf(string tool) => _calls.Count(call => call.Tool == tool);

    /// <summary>From now on <c>pay</c> is described in other words.</summary>
    public void Redescribe(string words) => _description = words;

    /// <summary>From now on this tool is not listed.</summary>
    public void Remove(string tool) => _removed = tool;

    /// <summary>From now on every message of this method is answered with this HTTP status alone.</summary>
    public void Turns(string method, int status) => _faults[method] = status;

    /// <summary>From now on every message of this method is answered again.</summary>
    public void Recovers(string method) => _faults.TryRemove(method, out _);

    /// <summary>Whether the connection breaks after a tool had its effect and before it answers.</summary>
    public bool BreaksAfterTheEffect { get; set; }

    /// <summary>What <c>peek</c> answers; null while there is no such tool.</summary>
    public string? Peek { get; set; }

    /// <summary>Completes when <c>slow</c> runs.</summary>
    public Task SlowRuns => _slowRuns.Task.WaitAsync(Patience);

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

    private static async Task<string> BodyOf(HttpRequest request)
    {
        request.EnableBuffering();
        var body = await new StreamReader(request.Body).ReadToEndAsync();
        request.Body.Position = 0;
        return body;
    }

    private int? FaultOf(string body) =>
        body.Length > 0
        && JsonSerializer.Deserialize<JsonElement>(body).TryGetProperty("method", out var method)
        && _faults.TryGetValue(method.GetString()!, out var status)
            ? status
            : null;

    private IEnumerable<Tool> Tools()
    {
        var schema = JsonSerializer.Deserialize<JsonElement>("""{"type":"object"}""");
        return new[] { ("look", "Looks."), ("pay", _description), ("slow", "Takes its time."), ("hidden", "Nobody sees this.") }
            .Where(tool => tool.Item1 != _removed)
            .Select(tool => new Tool { Name = tool.Item1, Description = tool.Item2, InputSchema = schema })
            .Concat(Peek is null ? [] : [new Tool { Name = "peek", InputSchema = schema, Annotations = new ToolAnnotations { ReadOnlyHint = true, DestructiveHint = false } }]);
    }

    private async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken stop)
    {
        var text = JsonSerializer.Serialize(request.Params!.Arguments);
        _calls.Enqueue((request.Params.Name, text));
        if (BreaksAfterTheEffect)
        {
            request.Services!.GetRequiredService<IHttpContextAccessor>().HttpContext!.Abort();
        }

        if (request.Params.Name == "slow")
        {
            if (request.Params.ProgressToken is { } token)
            {
                await request.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = 1, Message = "Half way." }, cancellationToken: stop);
            }

            _slowRuns.TrySetResult();
            await _slow.Task.WaitAsync(stop);
        }

        if (request.Params.Name == "peek" && request.Params.Arguments?.ContainsKey("wait") == true)
        {
            await _slow.Task.WaitAsync(stop);
        }

        return new CallToolResult { Content = [new TextContentBlock { Text = request.Params.Name == "peek" ? Peek! : $"{request.Params.Name} {text}" }] };
    }
}
