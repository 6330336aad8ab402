using System.Runtime.InteropServices;
using Approvals.Gateway.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Approvals.Gateway.Observability;

/// <summary>
/// How this process ends. Told to terminate, it first says that it is not ready, so that nobody sends it anything new; only then does it
/// stop: held calls are handed off, and what was sent to an upstream gets a while to finish. Ctrl+C skips the first part.
/// </summary>
internal sealed partial class Draining(IHostApplicationLifetime life, GatewayOptions options, TimeProvider clock, ILogger<Draining> log)
    : IHostLifetime, IHealthCheck, IDisposable
{
    private readonly List<PosixSignalRegistration> _signals = [];
    private volatile bool _isDraining;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => On(signal, StopLater)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => On(signal, life.StopApplication)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => On(signal, life.StopApplication)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _isDraining || life.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The gateway stops.")
            : HealthCheckResult.Healthy());

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void StopLater()
    {
        _isDraining = true;
        LogDrains(log, options.DrainDelay.Value);
        _ = StopAfterAsync(options.DrainDelay.Value);
    }

    private async Task StopAfterAsync(TimeSpan delay)
    {
        await Task.Delay(delay, clock, life.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        life.StopApplication();
    }

    // The runtime would end the process at once.
    private static void On(PosixSignalContext signal, Action stop)
    {
        signal.Cancel = true;
        stop();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Asked to end: not ready any more, and stopping in {Delay}.")]
    private static partial void LogDrains(ILogger log, TimeSpan delay);
}
