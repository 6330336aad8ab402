using System.Globalization;
using Approvals.Calls;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Storage.People;

/// <summary>Somebody who is away, and who decides in their stead.</summary>
internal sealed class AwayRow
{
    /// <summary>Who is away.</summary>
    public required string PersonId { get; init; }

    /// <summary>From then on they are back.</summary>
    public required DateTimeOffset Until { get; set; }

    /// <summary>Who is asked in their stead, or null.</summary>
    public string? DelegateId { get; set; }

    /// <summary>Over all of the above: see <see cref="SealOf"/>.</summary>
    public string Seal { get; set; } = "";

    public string SealOf(InstallationKey key) => RecordSeal.Of(
        key.Key, "approvals/away/v1", PersonId, Until.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), DelegateId);
}
