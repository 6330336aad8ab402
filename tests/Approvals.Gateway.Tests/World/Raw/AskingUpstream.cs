using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;

namespace Approvals.Gateway.Tests.World.Raw;

/// <summary>A real MCP server with sessions whose one tool, <c>ask</c>, asks its client's user something before it answers.</summary>
internal sealed class AskingUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AskingUpstream()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddMcpServer()
            .WithHttpTransport(http => http.SessionMode = HttpServerSessionMode.Stateful)
            .WithListToolsHandler((_, _) => ValueTask.FromResult(new ListToolsResult
            {
                Tools = [new Tool { Name = "ask", InputSchema = JsonSerializer.Deserialize<JsonElement>("""{"type":"object"}""") }],
            }))
            .WithCallToolHandler(async (request, stop) =>
            {
                var said = await request.Server.ElicitAsync(new ElicitRequestParams { Message = "Sure?", RequestedSchema = new() }, stop);
                return new CallToolResult { Content = [new TextContentBlock { Text = $"They said {said.Action}." }] };
            });
        _app = builder.Build();
        _app.MapMcp("/mcp");
    }

    public Uri Url => new(_app.Urls.First() + "/mcp");

    public static async Task<AskingUpstream> StartAsync()
    {
        var upstream = new AskingUpstream();
        await upstream._app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
