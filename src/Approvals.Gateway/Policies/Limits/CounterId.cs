using System.Security.Cryptography;
using System.Text;
using Approvals.Policies;
using Approvals.Policies.Limits;

namespace Approvals.Gateway.Policies.Limits;

/// <summary>Which counter: of one policy, by the scope of its limit.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Counter">The counter's name in the policy.</param>
/// <param name="Scope">The scope's word.</param>
/// <param name="Who">The grant or the upstream; empty where neither matters.</param>
/// <param name="Within">The session or the argument's key; empty where there is none.</param>
internal readonly record struct CounterId(string Policy, string Counter, string Scope, string Who, string Within)
{
    // An id of an upstream's choice is not kept in memory at any length.
    private const int LongestSession = 128;

    /// <summary>How many there are is up to the agent.</summary>
    public bool IsOfMany => Within.Length > 0;

    public static CounterId Of(Policy policy, Payer payer, in Charge charge)
    {
        var (name, counter) = (policy.Name, charge.Limit.Counter);
        return charge.Limit.Scope switch
        {
            LimitScope.Session => new(name, counter, "session", payer.Grant, Bounded(payer.SessionId)),
            LimitScope.Upstream => new(name, counter, "upstream", payer.Upstream, ""),
            LimitScope.Everything => new(name, counter, "global", "", ""),
            LimitScope.Argument => new(name, counter, "args", "", charge.Key!),
            _ => new(name, counter, "grant", payer.Grant, ""),
        };
    }

    /// <summary>What the keys on disk of all counters of one limit begin with.</summary>
    public static string Prefix(string policy, string counter) => $"{policy}\n{counter}\n";

    /// <summary>The key on disk. What an agent or an upstream chose is not readable in it.</summary>
    public string Key(ReadOnlySpan<byte> installationKey)
    {
        var prefix = Prefix(Policy, Counter);
        if (Scope == "grant")
        {
            return prefix + Who;
        }

        var within = IsOfMany ? Convert.ToHexStringLower(HMACSHA256.HashData(installationKey, Encoding.UTF8.GetBytes($"approvals/limit/v1\n{Within}"))) : "";
        return $"{prefix}\n{Scope}\n{Who}\n{within}";
    }

    public bool Equals(CounterId other) =>
        Counter == other.Counter && Who == other.Who && Within == other.Within && Policy == other.Policy && Scope == other.Scope;

    // Two of the five tell nearly all apart.
    public override int GetHashCode() => HashCode.Combine(Who.Length == 0 ? Counter : Who, Within.Length == 0 ? Counter : Within);

    private static string Bounded(string? session) => session switch
    {
        null => "",
        { Length: <= LongestSession } => session,
        _ => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session))),
    };
}
