using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Approvals.Gateway.Inbox;

/// <summary>The demo's way in: one code at a time, good once and for ten minutes. Only its hash is kept.</summary>
internal sealed class SignInLink(TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private Issued? issued;

    /// <summary>A new code of 256 random bits; an earlier one is void.</summary>
    public string Create()
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        issued = new Issued(Hash(code), clock.GetUtcNow() + Lifetime);
        return code;
    }

    /// <summary>Whether the code was good. It is not any more.</summary>
    public bool TrySpend(string code)
    {
        var present = issued;
        return present is not null
            && CryptographicOperations.FixedTimeEquals(present.Hash, Hash(code))
            && clock.GetUtcNow() < present.GoodUntil
            && Interlocked.CompareExchange(ref issued, null, present) == present;
    }

    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));

    private sealed record Issued(byte[] Hash, DateTimeOffset GoodUntil);
}
