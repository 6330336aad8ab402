using System.Net.Mail;
using System.Text.RegularExpressions;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Reviews.People;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews;

/// <summary>One entry of the section <c>Reviewers</c>: a person who sees requests and, with the role for it, decides them.</summary>
public sealed partial class ReviewerOptions
{
    /// <summary>The person's e-mail address; also tells whether they own a grant. Default: none.</summary>
    public string? Email { get; init; }

    /// <summary>The person's id in Slack, e.g. U0BOB. Default: none.</summary>
    public string? SlackUserId { get; init; }

    /// <summary>What the identity provider of <c>Oidc</c> calls the person: the <c>sub</c> of their id token. Default: none.</summary>
    public string? OidcSubject { get; init; }

    /// <summary>The groups that a policy's <c>reviewers</c> can name. Default: none.</summary>
    public string[] Groups { get; init; } = [];

    /// <summary>What the person may do: viewer, reviewer, policy_manager, admin. At least one is required.</summary>
    public string[] Roles { get; init; } = [];

    /// <summary>The SHA-256 of the token with which the person signs in or calls the API, 64 hexadecimal digits. Default: none.</summary>
    public string? TokenSha256 { get; init; }

    // By the one word of the program.
    internal IEnumerable<(string Where, string Name)> NamesElsewhere =>
        new[] { ("slack", SlackUserId), (OidcDoor.Elsewhere, OidcSubject) }.Where(known => known.Item2 is not null).Select(known => (known.Item1, known.Item2!));

    /// <summary>What is wrong with these values, a line each, without the entry's path.</summary>
    public IEnumerable<string> Problems()
    {
        if (Email is not null && (!MailAddress.TryCreate(Email, out var parsed) || parsed.Address != Email))
        {
            yield return $"Email: '{Email}' is not an e-mail address; write e.g. bob@example.com";
        }

        if (Roles.Length == 0)
        {
            yield return $"Roles: is missing; give at least one of {RoleNames.Listed}";
        }

        foreach (var role in Roles.Where(role => RoleNames.Find(role) is null))
        {
            yield return $"Roles: '{role}' is not a role; the roles are {RoleNames.Listed}";
        }

        if (SlackUserId is not null && !SlackUser().IsMatch(SlackUserId))
        {
            yield return $"SlackUserId: '{SlackUserId}' is not the id of a Slack user; it looks like U0123ABCD (Slack: the person's profile, Copy member ID)";
        }

        foreach (var @group in Groups.Where(PersonId.IsMarked))
        {
            yield return $"Groups: '{@group}' is not a group's name; {PersonId.Mark} begins the ids of people who sign in with the identity provider";
        }

        if (TokenSha256 is not null && TokenHash.HexProblem(TokenSha256, "reviewer") is { } problem)
        {
            yield return $"TokenSha256: {problem}";
        }
    }

    [GeneratedRegex(@"\A[UW][A-Z0-9]+\z")]
    private static partial Regex SlackUser();
}
