namespace Approvals.Gateway.Policies.Limits;

/// <summary>Milliseconds since 1970. The wall clock can be set; between two calls only the monotonic one tells how much time has passed.</summary>
internal sealed class SteadyClock(TimeProvider clock)
{
    private readonly long _origin = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly long _started = clock.GetTimestamp();

    public long Now => _origin + (long)clock.GetElapsedTime(_started).TotalMilliseconds;
}
