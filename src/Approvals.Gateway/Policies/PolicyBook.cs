using System.Collections.Frozen;
using Approvals.Policies;

namespace Approvals.Gateway.Policies;

/// <summary>The policies in force, by name: one immutable set, replaced whole or not at all. A grant that names none is denied everything.</summary>
internal sealed class PolicyBook(IEnumerable<PolicyDocument> documents)
{
    private static readonly Policy Nothing = Policy.DenyAll("none");
    private volatile FrozenDictionary<string, PolicyDocument> _inForce = SetOf(documents);
    private volatile IReadOnlyList<string> _problems = [];

    public IEnumerable<Policy> All => _inForce.Values.Select(document => document.Policy);

    /// <summary>The documents in force, by name.</summary>
    public IEnumerable<PolicyDocument> Documents => _inForce.Values.OrderBy(document => document.Policy.Name, StringComparer.Ordinal);

    /// <summary>Why the folder as it is now is not in force; empty when it is.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public Policy For(string? name) => name is not null && _inForce.TryGetValue(name, out var found) ? found.Policy : Nothing;

    public PolicyDocument? Find(string name) => _inForce.GetValueOrDefault(name);

    /// <summary>Puts a whole set in force: calls that are judged from now on are judged by it.</summary>
    public void Replace(IEnumerable<PolicyDocument> documents)
    {
        _inForce = SetOf(documents);
        _problems = [];
    }

    /// <summary>Keeps what is in force, and remembers why what came later is not.</summary>
    public void Reject(IReadOnlyList<string> problems) => _problems = problems;

    private static FrozenDictionary<string, PolicyDocument> SetOf(IEnumerable<PolicyDocument> documents) =>
        documents.ToFrozenDictionary(document => document.Policy.Name, StringComparer.Ordinal);
}
