using Microsoft.AspNetCore.Http.Connections;

namespace Approvals.Gateway.Reviews.Live;

internal static class LiveSetup
{
    // The longest reason, every character of it escaped, and what is around it.
    private const int MostBytes = 16 << 10;

    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = MostBytes;
            hub.MaximumParallelInvocationsPerClient = 1;
            // The page takes three missed ones for a lost connection.
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
        });
        builder.Services.AddSingleton<LiveConnections>();
        builder.Services.AddSingleton<Presence>();
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LiveFeed>());
        // It writes whole addresses, before anything of ours can take a token out of one. Whatever the configuration says, it stays quiet.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }

    public static void MapLive(this WebApplication app)
    {
        app.UseMiddleware<HubDoor>();
        app.MapHub<ApprovalsHub>(ApprovalsHub.Path, connection => connection.Transports = HttpTransportType.WebSockets);
    }
}
