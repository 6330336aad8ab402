using System.Security.Cryptography;
using System.Text;

namespace Approvals.Gateway.Grants;

/// <summary>All grants by the hash of their token.</summary>
internal sealed class GrantBook(IEnumerable<(string TokenSha256, Grant Grant)> grants)
{
    private const string Scheme = "Bearer ";
    private const int LongestToken = 4096;

    private readonly (byte[] Hash, Grant Grant)[] entries = [.. grants.Select(entry => (Convert.FromHexString(entry.TokenSha256), entry.Grant))];

    public IEnumerable<Grant> All => entries.Select(entry => entry.Grant);

    /// <summary>The grant of one <c>Bearer</c> token as the Authorization header carries it; null when there is none, or more than one.</summary>
    public Grant? Find(string? authorizationHeader)
    {
        if (authorizationHeader is null || !authorizationHeader.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = authorizationHeader.AsSpan(Scheme.Length);
        if (token.Length is 0 or > LongestToken || token.ContainsAnyExceptInRange('!', '~'))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[LongestToken];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(token, bytes)], hash);
        return FindByHash(hash);
    }

    // Every grant is compared, so that the time does not tell which one was close.
    private Grant? FindByHash(ReadOnlySpan<byte> hash)
    {
        Grant? found = null;
        foreach (var (known, grant) in entries)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
            {
                found = grant;
            }
        }

        return found;
    }
}
