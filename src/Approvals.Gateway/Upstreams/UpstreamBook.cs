using System.Collections.Frozen;

namespace Approvals.Gateway.Upstreams;

/// <summary>All upstreams by name. Never changed after the start.</summary>
internal sealed class UpstreamBook(IEnumerable<Upstream> upstreams)
{
    private readonly FrozenDictionary<string, Upstream> _byName = upstreams.ToFrozenDictionary(upstream => upstream.Name, StringComparer.Ordinal);

    public Upstream? Find(string name) => _byName.GetValueOrDefault(name);
}
