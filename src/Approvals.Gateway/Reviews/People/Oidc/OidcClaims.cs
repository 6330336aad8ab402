using System.Security.Claims;
using System.Text.Json;

namespace Approvals.Gateway.Reviews.People.Oidc;

/// <summary>What the provider's checked id token says of a person, as it stands there.</summary>
internal sealed record OidcClaims(string Issuer, string Subject, string? Email, bool IsEmailVerified, IReadOnlyList<string> Roles, IReadOnlyList<string> Groups)
{
    private const string EmailClaim = "email";
    private const string VerifiedClaim = "email_verified";

    // A provider with more has other worries; a row of ours does not carry them.
    private const int MostValues = 200;
    private const int LongestValue = 200;

    /// <summary>Null if the token says neither who speaks nor of whom.</summary>
    public static OidcClaims? Of(ClaimsPrincipal principal, OidcOptions options) =>
        (Only(principal, "iss"), Only(principal, "sub")) is ({ Length: > 0 and <= 500 } issuer, { Length: > 0 and <= 255 } subject)
            ? new OidcClaims(
                issuer,
                subject,
                Only(principal, EmailClaim) is { Length: > 0 and <= LongestValue } email && IsOneLine(email) ? email : null,
                string.Equals(Only(principal, VerifiedClaim), "true", StringComparison.OrdinalIgnoreCase),
                Values(principal, options.RoleClaim),
                Values(principal, options.GroupClaim))
            : null;

    /// <summary>
    /// Adds what the userinfo address says, as far as the id token left it out. An address and whether it is verified come from one place,
    /// so that the one cannot vouch for the other's.
    /// </summary>
    public static void AddUserInfo(ClaimsIdentity identity, JsonElement user, OidcOptions options)
    {
        foreach (var name in new[] { options.RoleClaim, options.GroupClaim }.Distinct())
        {
            if (!identity.HasClaim(claim => claim.Type == name))
            {
                Add(identity, user, name);
            }
        }

        if (!identity.HasClaim(claim => claim.Type is EmailClaim or VerifiedClaim))
        {
            Add(identity, user, EmailClaim);
            Add(identity, user, VerifiedClaim);
        }
    }

    private static void Add(ClaimsIdentity identity, JsonElement user, string name)
    {
        if (!user.TryGetProperty(name, out var value))
        {
            return;
        }

        IEnumerable<JsonElement> all = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        foreach (var one in all.Where(one => one.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False))
        {
            identity.AddClaim(new Claim(name, one.ToString()));
        }
    }

    // Twice the same claim could be read in two ways.
    private static string? Only(ClaimsPrincipal principal, string name) => principal.FindAll(name).ToList() is [var only] ? only.Value : null;

    private static List<string> Values(ClaimsPrincipal principal, string name) =>
        [.. principal.FindAll(name).Select(claim => claim.Value)
            .Where(value => value.Length is > 0 and <= LongestValue && IsOneLine(value)).Distinct(StringComparer.Ordinal).Take(MostValues)];

    private static bool IsOneLine(string value) => !value.Any(char.IsControl);
}
