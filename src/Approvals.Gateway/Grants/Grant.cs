namespace Approvals.Gateway.Grants;

/// <summary>The right behind a bearer token. <paramref name="Policies"/> names the policy by upstream; no name denies every call there.</summary>
internal sealed record Grant(string Name, string Owner, IReadOnlyDictionary<string, string?> Policies, TimeSpan? Hold = null)
{
    /// <summary>Who calls: for a configured grant, the grant itself.</summary>
    public string Principal => Name;
}
