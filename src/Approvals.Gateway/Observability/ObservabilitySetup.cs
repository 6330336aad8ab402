using Approvals.Gateway.Configuration;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Approvals.Gateway.Observability;

internal static class ObservabilitySetup
{
    private const string Ready = "ready";
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    public static void AddObservability(this WebApplicationBuilder builder)
    {
        builder.AddQuietLogs();
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [Ready])
            .AddCheck<Draining>("draining", tags: [Ready]);
        builder.Services.AddSingleton<Draining>();
        builder.Services.AddSingleton<IHostLifetime>(services => services.GetRequiredService<Draining>());
        // Whatever is still on its way then has had its time, and the words for its caller are written.
        builder.Services.AddOptions<HostOptions>().Configure<GatewayOptions>((host, gateway) => host.ShutdownTimeout = gateway.DrainTimeout.Value + LastWords);
    }

    /// <summary>Alive says nothing of others; ready says that calls can be parked and decided.</summary>
    public static void MapObservability(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync });
    }

    // The state as one word, and then a line for each thing that is not as it should be.
    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        var lines = report.Entries.Where(check => check.Value.Status != HealthStatus.Healthy).Select(check => $"{check.Key}: {check.Value.Description}");
        return http.Response.WriteAsync(string.Join('\n', lines.Prepend(report.Status.ToString())));
    }
}
