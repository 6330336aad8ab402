using Approvals.Requests;

namespace Approvals.Gateway.Reviews.People;

/// <summary>The roles as the configuration writes them.</summary>
internal static class RoleNames
{
    public static IReadOnlyList<string> All { get; } = ["viewer", "reviewer", "policy_manager", "admin"];

    /// <summary>The names as a sentence lists them.</summary>
    public static string Listed { get; } = string.Join(", ", All);

    public static Role? Find(string name) => name switch
    {
        "viewer" => Role.Viewer,
        "reviewer" => Role.Reviewer,
        "policy_manager" => Role.PolicyManager,
        "admin" => Role.Admin,
        _ => null,
    };

    public static Role Of(string name) => Find(name) ?? throw new ArgumentException($"'{name}' is not a role; the roles are {Listed}", nameof(name));
}
