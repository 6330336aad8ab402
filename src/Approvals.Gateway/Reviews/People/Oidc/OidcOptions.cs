using Approvals.Gateway.Configuration;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews.People.Oidc;

/// <summary>The section <c>Oidc</c>: people sign in on the page with an OpenID Connect provider, such as Keycloak or Entra ID.</summary>
public sealed class OidcOptions
{
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(5);

    /// <summary>The provider's address, beneath which it has <c>.well-known/openid-configuration</c>. Default: none, and then nobody signs in with it.</summary>
    public string? Authority { get; init; }

    /// <summary>What the provider calls this gateway. Required with <see cref="Authority"/>.</summary>
    public string? ClientId { get; init; }

    /// <summary>The gateway's secret at the provider. Default: none, for a provider that takes PKCE alone. Never logged.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What is asked of the provider; a list given replaces the default, which is openid, profile, email.</summary>
    public string[] Scopes { get; init; } = ["openid", "profile", "email"];

    /// <summary>The claim of the id token that says what a person may be. Default: roles.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The claim of the id token that says which groups a person decides for. Default: groups.</summary>
    public string GroupClaim { get; init; } = "groups";

    /// <summary>
    /// A value of <see cref="RoleClaim"/> and what it makes a person: viewer, reviewer, policy_manager or admin. Values are compared letter
    /// by letter; what is not listed gives nothing. Default: none, and then only people of <c>Reviewers</c> can sign in.
    /// </summary>
    public Dictionary<string, string> Roles { get; init; } = [];

    /// <summary>
    /// A value of <see cref="GroupClaim"/> and the group of policies that it stands for; what is not listed is ignored.
    /// Default: none, and then values are taken as they are.
    /// </summary>
    public Dictionary<string, string> Groups { get; init; } = [];

    /// <summary>Whether the provider must be reached over https. False is for a provider on this machine. Default: true.</summary>
    public bool RequireHttps { get; init; } = true;

    /// <summary>Whether a verified e-mail address that is a reviewer's in the configuration makes the person that reviewer. Default: false.</summary>
    public bool MatchByEmail { get; init; }

    /// <summary>Whether the provider is also asked at its userinfo address, for claims that its id tokens leave out. Default: false.</summary>
    public bool AskUserInfo { get; init; }

    /// <summary>How long after a sign-in a person can look and decide, and their decisions count. Default: 8h; from 5m to 24h.</summary>
    public Duration SessionLifetime { get; init; } = Duration.Parse("8h");

    /// <summary>Whether whoever signs out is also sent to the provider to sign out there. Default: false.</summary>
    public bool SignOutAtProvider { get; init; }

    /// <summary>What the button calls the provider: "Sign in with …". Default: single sign-on.</summary>
    public string DisplayName { get; init; } = "single sign-on";

    internal bool IsOn => Authority is not null;

    /// <summary>What is wrong with these values, a line each, without the section's name. Never a secret.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsOn)
        {
            return ClientId is null && ClientSecret is null ? [] : ["Authority: is missing; give the provider's address, e.g. https://login.example.com/realms/main"];
        }

        return new[]
        {
            AuthorityProblem(),
            ClientId is null ? "ClientId: is missing; it is what the provider calls this gateway" : null,
            Scopes.Contains("openid") ? null : "Scopes: openid is missing; without it the provider does not say who signs in",
            SessionLifetime.Value >= ShortestSession && SessionLifetime.Value <= EndedSessions.LongestSession
                ? null
                : $"SessionLifetime: {SessionLifetime} is out of range; write a duration from 5m to 24h",
        }
        .Concat(Roles.Where(map => RoleNames.Find(map.Value) is null).Select(map => $"Roles:{map.Key}: '{map.Value}' is not a role; the roles are {RoleNames.Listed}"))
        .Concat(Groups.Where(map => map.Value.Length == 0 || PersonId.IsMarked(map.Value)).Select(map =>
            $"Groups:{map.Key}: '{map.Value}' is not a group's name; it is not empty and does not begin with {PersonId.Mark}"))
        .OfType<string>();
    }

    private string? AuthorityProblem()
    {
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length + url.Fragment.Length > 0)
        {
            return "Authority: is not the address of a provider; write e.g. https://login.example.com/realms/main";
        }

        return url.Scheme == "https" ? null
            : !url.IsLoopback ? "Authority: must be https; only a provider on this machine can be reached over http, with RequireHttps false"
            : RequireHttps ? "Authority: must be https; for a provider on this machine set RequireHttps to false"
            : null;
    }
}
