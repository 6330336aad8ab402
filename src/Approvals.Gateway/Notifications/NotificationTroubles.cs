using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Approvals.Gateway.Notifications;

/// <summary>Who cannot be told of requests just now, and why. The gateway still works: it is ready, and says so.</summary>
internal sealed class NotificationTroubles : IHealthCheck
{
    private readonly ConcurrentDictionary<string, string> present = new(StringComparer.Ordinal);

    /// <summary>Whether this is news.</summary>
    public bool Add(string recipient, string why)
    {
        var isNews = !present.TryGetValue(recipient, out var known) || known != why;
        present[recipient] = why;
        return isNews;
    }

    /// <summary>Whether there was any.</summary>
    public bool Remove(string recipient) => present.TryRemove(recipient, out _);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        present.IsEmpty
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join(' ', present.OrderBy(trouble => trouble.Key, StringComparer.Ordinal).Select(trouble => $"{trouble.Key}: {trouble.Value}"))));
}
