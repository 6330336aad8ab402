using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;

namespace Approvals.Gateway.Policies;

/// <summary>Whether every policy loads, and every one that a grant names is there.</summary>
internal static class PolicyCheck
{
    private const string Subject = "policies";

    public static IReadOnlyList<Diagnosis> Look(PoliciesOptions policies, IReadOnlyDictionary<string, GrantOptions> grants)
    {
        var problems = new List<string>();
        var documents = PolicySource.Of(policies, grants).Read(problems);
        return problems.Count > 0
            ? [.. problems.Select(problem => new Diagnosis.Broken(Subject, $"{problem} (the gateway would not start)"))]
            : [new Diagnosis.Fine(Subject, documents.Count == 0 ? "none are configured, and no grant names one." : $"{documents.Count} of them load: {string.Join(", ", documents.Select(document => document.Policy.Name))}.")];
    }
}
