using System.Security.Claims;
using Approvals.Gateway.Storage.People;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews.People.Oidc;

/// <summary>
/// Makes a person of this house of somebody whom the provider vouches for. A person is an issuer and a subject; an address can be given
/// to somebody else, and so makes nobody a configured reviewer unless the configuration says so.
/// </summary>
internal sealed partial class OidcDoor(
    OidcOptions options, ReviewerBook reviewers, KnownPeople people, PeopleStore store, TimeProvider clock, ILogger<OidcDoor> log)
{
    /// <summary>The provider, among the other places where people have names.</summary>
    public const string Elsewhere = "oidc";

    /// <summary>Whoever is refused also loses what an earlier sign-in gave them.</summary>
    public async Task<OidcAnswer> AdmitAsync(ClaimsPrincipal principal, CancellationToken stop)
    {
        if (OidcClaims.Of(principal, options) is not { } claims)
        {
            return new OidcAnswer.Unnamed();
        }

        var now = clock.GetUtcNow();
        var answer = FindConfigured(claims) is { } configured ? new OidcAnswer.Admitted(configured) : WhyNot(claims);
        if (answer is not null)
        {
            // Else the configured reviewer would have a second voice: their own of before.
            await store.EndAsync(claims.Issuer, claims.Subject, now);
            await people.ReadAsync(stop);
            Log(answer, claims);
            return answer;
        }

        var id = await store.ArriveAsync(ArrivalOf(claims), now, now + options.SessionLifetime);
        await people.ReadAsync(stop);
        LogAdmitted(log, id);
        return people.Find(id) is { } person ? new OidcAnswer.Admitted(person) : new OidcAnswer.NotTrusted();
    }

    // Who is tied by a subject is tied by nothing else.
    private Reviewer? FindConfigured(OidcClaims claims) =>
        reviewers.FindElsewhere(Elsewhere, claims.Subject)
        ?? (options.MatchByEmail && claims is { IsEmailVerified: true, Email: { } email }
            && reviewers.FindConfiguredByEmail(email) is { } person && reviewers.NameElsewhere(person.Id, Elsewhere) is null ? person : null);

    // A verified address too: the reviewer of the configuration and a person of the same address are most likely one, with two voices.
    private OidcAnswer? WhyNot(OidcClaims claims) =>
        claims.Email is { } email && reviewers.FindConfiguredByEmail(email) is not null ? new OidcAnswer.AddressOfAnother(email, claims.IsEmailVerified)
        : RolesOf(claims).Count == 0 ? new OidcAnswer.NoRole(options.RoleClaim, claims.Roles)
        : null;

    private Arrival ArrivalOf(OidcClaims claims) => new(
        claims.Issuer,
        claims.Subject,
        claims.IsEmailVerified ? claims.Email?.ToLowerInvariant() : null,
        claims.IsEmailVerified ? null : claims.Email?.ToLowerInvariant(),
        GroupsOf(claims),
        RolesOf(claims));

    private List<string> RolesOf(OidcClaims claims) => [.. Mapped(options.Roles, claims.Roles)];

    // A policy's "reviewers" names groups and people alike: no group of the provider's may pass for a person.
    private List<string> GroupsOf(OidcClaims claims) =>
        [.. (options.Groups.Count == 0 ? claims.Groups : Mapped(options.Groups, claims.Groups))
            .Where(group => !PersonId.IsMarked(group) && !reviewers.IsConfigured(group))];

    private static IEnumerable<string> Mapped(Dictionary<string, string> map, IReadOnlyList<string> values) =>
        map.Where(entry => values.Contains(entry.Key, StringComparer.Ordinal)).Select(entry => entry.Value).Distinct(StringComparer.Ordinal);

    private void Log(OidcAnswer answer, OidcClaims claims)
    {
        if (answer is OidcAnswer.Admitted(var person))
        {
            LogAdmitted(log, person.Id);
        }
        else
        {
            LogRefused(log, claims.Subject, answer.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Person} signed in with the identity provider.")]
    private static partial void LogAdmitted(ILogger log, string person);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The identity provider's {Subject} was not let in: {Reason}.")]
    private static partial void LogRefused(ILogger log, string subject, string reason);
}
