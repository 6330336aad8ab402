using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Approvals.Gateway.Grants;

/// <summary>Tokens are kept as their SHA-256; a token of ours has 256 random bits, so that a plain hash is enough.</summary>
internal static class TokenHash
{
    private static readonly string OfNothing = Sha256Hex("");

    public static string Sha256Hex(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A fresh token: the prefix and 256 random bits, e.g. <c>apg_…</c>.</summary>
    public static string NewToken(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Whether the text has the form that <see cref="NewToken"/> gives.</summary>
    public static bool IsToken(string? text, string prefix) =>
        text is not null && text.StartsWith(prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(text.AsSpan(prefix.Length), out var bytes) && bytes == 32;

    /// <summary>What is wrong with a configured hash, or null.</summary>
    public static string? HexProblem(string? hex, string holder) =>
        hex is null ? $"is missing; write the SHA-256 of the {holder}'s token in hexadecimal"
        : hex.Length != 64 || !hex.All(char.IsAsciiHexDigit) ? $"is not a SHA-256; write the 64 hexadecimal digits of the hash of the {holder}'s token"
        : hex.Equals(OfNothing, StringComparison.OrdinalIgnoreCase) ? $"is the hash of an empty token; hash the {holder}'s token itself"
        : null;
}
