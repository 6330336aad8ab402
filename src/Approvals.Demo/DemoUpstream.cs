using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Approvals.Demo;

/// <summary>The demo server over streamable HTTP, on a free port of the loopback interface, inside another program.</summary>
public sealed class DemoUpstream : IAsyncDisposable
{
    private readonly WebApplication app;

    private DemoUpstream(WebApplication app, DemoWorld world)
    {
        this.app = app;
        World = world;
        Url = new Uri(new Uri(app.Urls.Single()), "/mcp");
    }

    /// <summary>Where MCP clients connect: <c>http://127.0.0.1:PORT/mcp</c>.</summary>
    public Uri Url { get; }

    /// <summary>What the server's tools have done so far.</summary>
    public DemoWorld World { get; }

    /// <summary>Starts a server with a world of its own. It listens when the task completes.</summary>
    public static async Task<DemoUpstream> StartAsync(CancellationToken ct)
    {
        // An empty builder, because the usual one reads ASPNETCORE_URLS and Kestrel__Endpoints__*, which are the host program's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, LifetimeOfTheHost>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var world = new DemoWorld();
        builder.Services.AddDemoServer(world).WithHttpTransport();

        var app = builder.Build();
        app.MapMcp("/mcp");
        await app.StartAsync(ct);
        return new DemoUpstream(app, world);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Ctrl-C is for the program that hosts us: it stops us when its own calls are done.</summary>
    private sealed class LifetimeOfTheHost : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
