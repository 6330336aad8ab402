using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Approvals.Gateway.Observability;

internal static class ObservabilitySetup
{
    private const string Ready = "ready";

    public static void AddObservability(this WebApplicationBuilder builder)
    {
        builder.AddQuietLogs();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: [Ready]);
    }

    /// <summary>Alive says nothing of others; ready says that calls can be parked and decided.</summary>
    public static void MapObservability(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
    }
}
