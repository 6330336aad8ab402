using System.Net;
using System.Text.Json.Nodes;
using Approvals.Demo.Agent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Approvals.Gateway.Tests.Demo;

/// <summary>Answers an agent as DESIGN §5.3 says a gateway does, from a script. It lets the demo agent be tried against answers that are hard to bring about.</summary>
internal sealed class PretendedGateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Dictionary<string, int> calls = [];

    private PretendedGateway(WebApplication app) => this.app = app;

    public DemoAddress Address => new(new Uri(new Uri(app.Urls.Single()), "/mcp/demo"), "right", new Uri(app.Urls.Single()));

    public List<string> Tools { get; } = ["list_clusters", "describe_service", "delete_service", "create_access_key", "refund"];

    /// <summary>What each tool answers: the first call gets the first answer, and the last answer is for all that follow.</summary>
    public Dictionary<string, CallToolResult[]> Answers { get; } = new()
    {
        ["list_clusters"] = [Ran("two clusters")],
        ["describe_service"] = [Ran("three tasks"), Ran("three tasks"), Refused("rate_limited", "[RATE LIMITED] slower", retryAfterSeconds: 42)],
        ["delete_service"] = [Refused("policy_denied", "[POLICY DENIED] never")],
        ["create_access_key"] = [Refused("approval_pending", "[APPROVAL PENDING] 7", retryAfterSeconds: 0), Ran("a key")],
    };

    /// <summary>Set it to have create_access_key say "still held" and then wait for this task before each answer.</summary>
    public Task? Decision { get; set; }

    public static async Task<PretendedGateway> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        PretendedGateway? gateway = null;
        builder.Services.AddMcpServer(options => options.ServerInfo = new Implementation { Name = "pretended", Version = "1" })
            .WithHttpTransport()
            .WithListToolsHandler((_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. gateway!.Tools.Select(name => new Tool { Name = name })] }))
            .WithCallToolHandler((call, ct) => gateway!.AnswerAsync(call, ct));
        var app = builder.Build();
        app.Use((http, next) =>
        {
            if (http.Request.Headers.Authorization == "Bearer right")
            {
                return next(http);
            }

            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        app.MapMcp("/mcp/demo");
        gateway = new PretendedGateway(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return gateway;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public static CallToolResult Ran(string text) => new() { Content = [new TextContentBlock { Text = text }] };

    public static CallToolResult Refused(string code, string text, int? retryAfterSeconds = null) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = text }],
        Meta = new JsonObject
        {
            ["approvals/outcome"] = new JsonObject { ["code"] = code, ["rule"] = "/tools/x", ["retryAfterSeconds"] = retryAfterSeconds },
        },
    };

    private async ValueTask<CallToolResult> AnswerAsync(RequestContext<CallToolRequestParams> call, CancellationToken ct)
    {
        var tool = call.Params.Name;
        var nth = calls[tool] = calls.GetValueOrDefault(tool) + 1;
        if (tool == "create_access_key" && Decision is { } decision)
        {
            var held = new ProgressNotificationValue { Progress = 1, Message = "still held" };
            await call.Server.NotifyProgressAsync(call.Params.ProgressToken!.Value, held, cancellationToken: ct);
            await decision.WaitAsync(ct);
        }

        return Answers[tool][Math.Min(nth, Answers[tool].Length) - 1];
    }
}
