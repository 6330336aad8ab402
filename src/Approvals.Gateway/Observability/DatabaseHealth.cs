using Approvals.Gateway.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Approvals.Gateway.Observability;

/// <summary>Whether requests can be read.</summary>
internal sealed class DatabaseHealth(ApprovalStore store, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.FindOverdueAsync(clock.GetUtcNow(), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database cannot be read.", broken);
        }
    }
}
