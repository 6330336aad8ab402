using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Server;

namespace Approvals.Gateway.Tests.World;

/// <summary>The driven clients against a server that is not ours: what fails here is the tests' own machinery.</summary>
public sealed class TypeScriptClientTests : IAsyncLifetime
{
    // Real time: it only ends a test that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CallLog calls = new();
    private WebApplication server = null!;
    private Uri url = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging().AddSingleton(calls);
        builder.Services.AddMcpServer()
            .WithHttpTransport(http => http.SessionMode = HttpServerSessionMode.StatefulForInitializeClients)
            .WithTools<Tools>();
        server = builder.Build();
        server.MapMcp("/mcp");
        server.Use((context, next) =>
        {
            calls.Tokens.Add(context.Request.Headers.Authorization.ToString());
            return next(context);
        });
        await server.StartAsync();
        url = new Uri(new Uri(server.Urls.Single()), "/mcp");
    }

    public ValueTask DisposeAsync()
    {
        // A legacy server works on for a client that was killed.
        calls.LetGo.TrySetResult();
        return server.DisposeAsync();
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1, "2025-11-25", true)]
    [InlineData(TypeScriptSdk.V2, "2026-07-28", false)]
    public async Task A_client_agrees_on_its_own_era(TypeScriptSdk sdk, string version, bool hasSession)
    {
        await using var client = TypeScriptClient.Start(sdk);

        var connection = await client.ConnectAsync(url, token: "secret");

        Assert.Equal(version, connection.Version);
        Assert.Equal(hasSession, connection.SessionId is not null);
        Assert.Contains("Bearer secret", calls.Tokens);
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task A_client_lists_and_calls_tools(TypeScriptSdk sdk)
    {
        await using var client = TypeScriptClient.Start(sdk);
        await client.ConnectAsync(url);

        var tools = await client.ListToolsAsync();
        var result = await client.CallAsync("greet", new { name = "Zoë" });

        Assert.Equal(["greet", "wait"], tools.Select(tool => tool.GetProperty("name").GetString()).Order());
        Assert.Equal("Hello, Zoë", result.GetProperty("content")[0].GetProperty("text").GetString());
        await client.CloseAsync(endSession: true);
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task A_client_has_several_calls_in_flight_and_hears_of_progress(TypeScriptSdk sdk)
    {
        await using var client = TypeScriptClient.Start(sdk);
        await client.ConnectAsync(url);

        var waiting = client.Begin("wait", options: new() { Progress = true, ResetTimeoutOnProgress = true });
        var progress = await waiting.NextProgressAsync();
        await client.CallAsync("greet", new { name = "Bob" });
        calls.LetGo.TrySetResult();
        var result = await waiting.Result;

        Assert.Equal(1, progress.GetProperty("progress").GetInt32());
        Assert.Equal("done", result.GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task An_aborted_call_fails_and_the_server_hears_of_it(TypeScriptSdk sdk)
    {
        await using var client = TypeScriptClient.Start(sdk);
        await client.ConnectAsync(url);
        var waiting = client.Begin("wait");
        await calls.Started.Task.WaitAsync(Patience);

        await waiting.AbortAsync();

        await Assert.ThrowsAsync<TypeScriptClientException>(() => waiting.Result);
        await calls.Cancelled.Task.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task A_call_of_an_unknown_tool_is_an_error_with_its_code(TypeScriptSdk sdk)
    {
        await using var client = TypeScriptClient.Start(sdk);
        await client.ConnectAsync(url);

        var error = await Assert.ThrowsAsync<TypeScriptClientException>(() => client.CallAsync("nothing"));

        Assert.Equal("-32602", error.Code);
    }

    [Theory]
    [InlineData(TypeScriptSdk.V1)]
    [InlineData(TypeScriptSdk.V2)]
    public async Task A_killed_client_leaves_its_calls_failed(TypeScriptSdk sdk)
    {
        await using var client = TypeScriptClient.Start(sdk);
        await client.ConnectAsync(url);
        var waiting = client.Begin("wait");
        await calls.Started.Task.WaitAsync(Patience);

        client.Kill();

        await Assert.ThrowsAsync<IOException>(() => waiting.Result);
    }

    private sealed class CallLog
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Tokens { get; } = [];

        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource LetGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [McpServerToolType]
    private sealed class Tools(CallLog calls)
    {
        [McpServerTool(Name = "greet"), Description("Says hello.")]
        public static string Greet(string name) => $"Hello, {name}";

        [McpServerTool(Name = "wait"), Description("Answers when the test says so.")]
        public async Task<string> Wait(IProgress<ProgressNotificationValue> progress, CancellationToken cancelled)
        {
            progress.Report(new() { Progress = 1 });
            calls.Started.TrySetResult();
            try
            {
                await calls.LetGo.Task.WaitAsync(cancelled);
            }
            catch (OperationCanceledException)
            {
                calls.Cancelled.TrySetResult();
                throw;
            }

            return "done";
        }
    }
}
