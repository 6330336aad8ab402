using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Grants;

/// <summary>One entry of the section <c>Grants</c>: a bearer token, known by its hash, and what it opens.</summary>
public sealed class GrantOptions
{
    /// <summary>The SHA-256 of the token, 64 hexadecimal digits. Required.</summary>
    public string? TokenSha256 { get; init; }

    /// <summary>Who answers for the agent, usually an e-mail address; this person does not approve its calls. Required.</summary>
    public string? Owner { get; init; }

    /// <summary>The upstreams that the grant opens, by name. Default: none.</summary>
    public Dictionary<string, GrantUpstreamOptions> Upstreams { get; init; } = [];

    /// <summary>How long this grant's calls are held. Default: <see cref="GatewayOptions.Hold"/>; from 50ms to 1h.</summary>
    public Duration? Hold { get; init; }

    /// <summary>What is wrong with these values, a line each, without the entry's path.</summary>
    public IEnumerable<string> Problems()
    {
        if (TokenHash.HexProblem(TokenSha256, "grant") is { } problem)
        {
            yield return $"TokenSha256: {problem}";
        }

        if (string.IsNullOrWhiteSpace(Owner))
        {
            yield return "Owner: is missing; name who answers for the agent, e.g. alice@example.com";
        }

        if (Hold is { } hold && GatewayOptions.HoldProblem(hold) is { } range)
        {
            yield return range;
        }
    }
}
