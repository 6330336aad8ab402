using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace Approvals.Demo;

internal static class DemoServer
{
    /// <summary>The same server for every transport: its name, its instructions and its tools over one world.</summary>
    public static IMcpServerBuilder AddDemoServer(this IServiceCollection services, DemoWorld world) =>
        services.AddMcpServer(options =>
        {
            options.ServerInfo = new Implementation
            {
                Name = "approvals-demo",
                Title = "Approvals demo: a small cloud",
                Version = typeof(DemoServer).Assembly.GetName().Version!.ToString(3),
            };
            options.ServerInstructions = "A pretended cloud with clusters, services, access keys and refunds. Nothing here reaches a real account.";
        }).WithTools(new DemoTools(world));
}
