using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Gateway.Grants;
using Microsoft.AspNetCore.DataProtection;

namespace Approvals.Gateway.Upstreams;

/// <summary>What an agent's session handle holds: the upstream's own id, and who got it.</summary>
/// <param name="Id">The upstream's own session id.</param>
/// <param name="Grant">The only grant that may use it.</param>
/// <param name="Principal">The only caller that may use it.</param>
/// <param name="Upstream">The only upstream it is good for.</param>
/// <param name="ClientName">What the client called itself when the session began.</param>
/// <param name="ClientVersion">The version it claimed.</param>
internal sealed record Session(string Id, string Grant, string Principal, string Upstream, string? ClientName, string? ClientVersion);

/// <summary>
/// Gives agents sealed session handles instead of upstreams' session ids. The seal itself says whose it is: no table, no look-up, and
/// a restart changes nothing.
/// </summary>
internal sealed class SessionSeal(IDataProtectionProvider protection)
{
    private const int LongestHandle = 8 * 1024;
    private readonly IDataProtector _protector = protection.CreateProtector("Approvals.Upstreams.Session.v1");

    public string Seal(Session session) =>
        _protector.Protect(JsonSerializer.Serialize(session, SessionJson.Default.Session));

    /// <summary>The session behind a handle, or null if the handle is not one that this grant got for this upstream.</summary>
    public Session? Open(string handle, Grant grant, string upstream)
    {
        if (handle.Length > LongestHandle)
        {
            return null;
        }

        try
        {
            var session = JsonSerializer.Deserialize(_protector.Unprotect(handle), SessionJson.Default.Session);
            return session is not null && session.Grant == grant.Name && session.Principal == grant.Principal && session.Upstream == upstream
                ? session
                : null;
        }
        catch (Exception forged) when (forged is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(Session))]
internal sealed partial class SessionJson : JsonSerializerContext;
