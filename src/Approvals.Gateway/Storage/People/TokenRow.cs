using System.Globalization;
using Approvals.Calls;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Storage.People;

/// <summary>A token that a person made for a program of theirs. Rows stay, so that an auditor finds whose it was.</summary>
internal sealed class TokenRow
{
    /// <summary>Names it without telling it: 16 lower-case hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required string PersonId { get; init; }

    /// <summary>What they call it.</summary>
    public required string Name { get; init; }

    /// <summary>The SHA-256 of the token, 64 lower-case hex digits. The token itself is nowhere.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>From then on it opens nothing: its own end, or the moment at which somebody revoked it.</summary>
    public required DateTimeOffset ValidUntil { get; set; }

    /// <summary>Over all of the above: see <see cref="SealOf"/>.</summary>
    public string Seal { get; set; } = "";

    public string SealOf(InstallationKey key) =>
        RecordSeal.Of(key.Key, "approvals/reviewer-token/v1", Id, PersonId, Name, Sha256, Text(MadeAt), Text(ValidUntil));

    private static string Text(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
