namespace Approvals.Gateway.Upstreams;

/// <summary>What agents hold instead of an upstream's own ids. To anybody but who got them they open nothing.</summary>
internal sealed record Handles(SessionSeal Sessions, EventSeal Events);
