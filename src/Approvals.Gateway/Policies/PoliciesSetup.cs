using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Policies.Limits;

namespace Approvals.Gateway.Policies;

internal static class PoliciesSetup
{
    /// <exception cref="ConfigurationProblems">A document is broken, or a grant names a policy that is not there.</exception>
    public static void AddPolicies(
        this WebApplicationBuilder builder, PoliciesOptions policies, IReadOnlyDictionary<string, GrantOptions> grants, bool isDemo)
    {
        var source = isDemo ? new PolicySource(null, []) : PolicySource.Of(policies, grants);
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton(isDemo ? new PolicyBook([PolicyFolder.ReadDemo()]) : Read(source));
        builder.AddLimits();
        builder.Services.AddHostedService<PolicyWatch>();
        builder.Services.AddHealthChecks().AddCheck<PolicyHealth>("policies", tags: ["ready"]);
    }

    private static PolicyBook Read(PolicySource source)
    {
        var problems = new List<string>();
        var documents = source.Read(problems);
        return problems.Count == 0 ? new PolicyBook(documents) : throw new ConfigurationProblems(problems);
    }
}
