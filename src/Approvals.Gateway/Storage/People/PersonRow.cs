using System.Globalization;
using Approvals.Calls;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Storage.People;

/// <summary>A person whom the identity provider knows, as they last signed in. Rows stay for ever, so that an id is never given to somebody else.</summary>
internal sealed class PersonRow
{
    public required string Id { get; init; }

    /// <summary>Who vouches for the person.</summary>
    public required string Issuer { get; init; }

    /// <summary>What the issuer calls them.</summary>
    public required string Subject { get; init; }

    /// <summary>The address that the issuer verified, or null.</summary>
    public string? Email { get; set; }

    /// <summary>Addresses that they had before, or that nobody verified: one a line.</summary>
    public required string OtherAddresses { get; set; }

    /// <summary>One a line.</summary>
    public required string Groups { get; set; }

    /// <summary>Names of roles as the configuration writes them, one a line.</summary>
    public required string Roles { get; set; }

    public required DateTimeOffset SignedInAt { get; set; }

    /// <summary>From then on they are nobody, until they sign in again.</summary>
    public required DateTimeOffset ValidUntil { get; set; }

    /// <summary>Over all of the above: see <see cref="SealOf"/>.</summary>
    public string Seal { get; set; } = "";

    public string SealOf(InstallationKey key) => RecordSeal.Of(
        key.Key, "approvals/person/v1", Id, Issuer, Subject, Email, OtherAddresses, Groups, Roles, Text(SignedInAt), Text(ValidUntil));

    private static string Text(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
