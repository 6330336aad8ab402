using System.Collections.Frozen;
using Approvals.Policies;

namespace Approvals.Gateway.Policies;

/// <summary>All policies by name, read once. A grant that names none is denied everything.</summary>
internal sealed class PolicyBook(IEnumerable<Policy> policies)
{
    private static readonly Policy Nothing = Policy.DenyAll("none");
    private readonly FrozenDictionary<string, Policy> _byName = policies.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);

    public IEnumerable<Policy> All => _byName.Values;

    public Policy For(string? name) => name is not null && _byName.TryGetValue(name, out var policy) ? policy : Nothing;
}
