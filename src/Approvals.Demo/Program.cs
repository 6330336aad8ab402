using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Approvals.Demo;

/// <summary>The demo server as a program: MCP over standard input and output.</summary>
internal static class Program
{
    private static Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        // Standard output carries the protocol and nothing else.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddDemoServer(new DemoWorld()).WithStdioServerTransport();
        return builder.Build().RunAsync();
    }
}
