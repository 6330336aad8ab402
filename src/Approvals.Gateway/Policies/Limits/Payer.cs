namespace Approvals.Gateway.Policies.Limits;

/// <summary>On whose account a call is counted.</summary>
/// <param name="Grant">The grant's name.</param>
/// <param name="Upstream">Where the call goes.</param>
/// <param name="SessionId">The upstream's own id of the session, or null when the call has none.</param>
internal readonly record struct Payer(string Grant, string Upstream, string? SessionId);
