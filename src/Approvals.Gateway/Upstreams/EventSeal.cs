using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;

namespace Approvals.Gateway.Upstreams;

/// <summary>Binds the event ids of an upstream's stream to who heard them, so that nobody else can ask for what comes after.</summary>
internal sealed class EventSeal(InstallationKey key)
{
    private const int TagLength = 16;

    public string Seal(string id, Session? session, Grant grant, Upstream upstream) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))}.{Base64Url.EncodeToString(Tag(id, session, grant, upstream))}";

    /// <summary>The upstream's own id, or null if this handle is not one that this caller got.</summary>
    public string? Open(string handle, Session? session, Grant grant, Upstream upstream)
    {
        var parts = handle.Split('.');
        if (parts.Length != 2 || !Base64Url.IsValid(parts[0]) || !Base64Url.IsValid(parts[1]))
        {
            return null;
        }

        var id = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0]));
        return CryptographicOperations.FixedTimeEquals(Tag(id, session, grant, upstream), Base64Url.DecodeFromChars(parts[1])) ? id : null;
    }

    private byte[] Tag(string id, Session? session, Grant grant, Upstream upstream)
    {
        // Each part says its length: no two callers' texts can be the same.
        string[] parts = ["approvals/event/v1", grant.Name, grant.Principal, upstream.Name, session?.Id ?? "", id];
        var text = string.Concat(parts.Select(part => $"{part.Length}:{part}"));
        return HMACSHA256.HashData(key.Key, Encoding.UTF8.GetBytes(text))[..TagLength];
    }
}
