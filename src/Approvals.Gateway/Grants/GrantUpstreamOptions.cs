namespace Approvals.Gateway.Grants;

/// <summary>What a grant may do on one upstream.</summary>
public sealed class GrantUpstreamOptions
{
    /// <summary>The policy that judges the grant's calls, by its file's name without <c>.json</c>. Default: none, which denies every call.</summary>
    public string? Policy { get; init; }
}
