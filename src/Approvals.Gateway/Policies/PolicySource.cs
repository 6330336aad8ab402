using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;

namespace Approvals.Gateway.Policies;

/// <summary>Where the policies come from: a folder, in which every policy that a grant names must be.</summary>
/// <param name="Directory">The folder, or null when none is configured.</param>
/// <param name="Named">The policies that grants name, each with the key of the configuration that does.</param>
internal sealed record PolicySource(string? Directory, IReadOnlyList<(string Path, string Policy)> Named)
{
    public static PolicySource Of(PoliciesOptions options, IReadOnlyDictionary<string, GrantOptions> grants) => new(
        options.Directory,
        [
            .. from grant in grants
               from upstream in grant.Value.Upstreams
               where upstream.Value.Policy is not null
               select ($"Grants:{grant.Key}:Upstreams:{upstream.Key}:Policy", upstream.Value.Policy),
        ]);

    /// <summary>Every policy, or every problem of every file.</summary>
    public IReadOnlyList<PolicyDocument> Read(List<string> problems)
    {
        if (Directory is null)
        {
            problems.AddRange(Named.Select(name => $"{name.Path}: there are no policies; name their folder in Policies:Directory"));
            return [];
        }

        var documents = PolicyFolder.Read(Directory, problems);
        if (problems.Count == 0)
        {
            var names = documents.Select(document => document.Policy.Name).ToList();
            problems.AddRange(Named.Where(name => !names.Contains(name.Policy)).Select(name => Unknown(name.Path, name.Policy, names)));
        }

        return documents;
    }

    private static string Unknown(string path, string policy, IReadOnlyList<string> names) =>
        $"{path}: there is no policy '{policy}'; "
        + (NearestName.Of(policy, names) is { } near ? $"did you mean '{near}'?" : $"the policies are {string.Join(", ", names)}");
}
