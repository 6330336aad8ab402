using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;

namespace Approvals.Gateway.Policies;

internal static class PoliciesSetup
{
    /// <exception cref="ConfigurationProblems">A document is broken, or a grant names a policy that is not there.</exception>
    public static void AddPolicies(
        this WebApplicationBuilder builder, PoliciesOptions policies, IReadOnlyDictionary<string, GrantOptions> grants, bool isDemo)
    {
        builder.Services.AddSingleton(isDemo ? new PolicyBook([PolicyFolder.ReadDemo()]) : Read(policies, grants));
        builder.Services.AddSingleton<LimitLedger>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LimitLedger>());
    }

    private static PolicyBook Read(PoliciesOptions options, IReadOnlyDictionary<string, GrantOptions> grants)
    {
        var problems = new List<string>();
        var named = from grant in grants
                    from upstream in grant.Value.Upstreams
                    where upstream.Value.Policy is not null
                    select (Path: $"Grants:{grant.Key}:Upstreams:{upstream.Key}:Policy", Policy: upstream.Value.Policy);
        if (options.Directory is not { } directory)
        {
            problems.AddRange(named.Select(name => $"{name.Path}: there are no policies; name their folder in Policies:Directory"));
            return problems.Count == 0 ? new PolicyBook([]) : throw new ConfigurationProblems(problems);
        }

        var policies = PolicyFolder.Read(directory, problems);
        if (problems.Count == 0)
        {
            var names = policies.Select(policy => policy.Name).ToList();
            problems.AddRange(named.Where(name => !names.Contains(name.Policy)).Select(name => Unknown(name.Path, name.Policy!, names)));
        }

        return problems.Count == 0 ? new PolicyBook(policies) : throw new ConfigurationProblems(problems);
    }

    private static string Unknown(string path, string policy, IReadOnlyList<string> names) =>
        $"{path}: there is no policy '{policy}'; "
        + (NearestName.Of(policy, names) is { } near ? $"did you mean '{near}'?" : $"the policies are {string.Join(", ", names)}");
}
