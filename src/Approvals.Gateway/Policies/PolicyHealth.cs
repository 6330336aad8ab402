using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Approvals.Gateway.Policies;

/// <summary>Whether the policies in their folder are those in force. If not, the gateway still works, by the last good ones: it is ready, and says so.</summary>
internal sealed class PolicyHealth(PolicyBook policies) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        policies.Problems is { Count: > 0 } problems
            // Anybody may ask; what the problems are stands in the log and on the page.
            ? HealthCheckResult.Degraded($"The policies in their folder are not in force, for they have problems ({problems.Count}); the last good ones are. The log and the page /policies say more.")
            : HealthCheckResult.Healthy());
}
