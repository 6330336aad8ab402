using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Approvals.Gateway.Notifications.Webhooks;

/// <summary>Signs messages as https://www.standardwebhooks.com says, so that their receiver knows from whom they come and that they are whole.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Shortest = 24;
    private const int Longest = 64;

    private readonly byte[] key;

    private WebhookSecret(byte[] key) => this.key = key;

    /// <summary>Null if this is none.</summary>
    public static WebhookSecret? Read(string? text)
    {
        var key = new byte[Longest + 1];
        return text?.StartsWith(Prefix, StringComparison.Ordinal) == true
            && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length is >= Shortest and <= Longest
                ? new WebhookSecret(key[..length])
                : null;
    }

    /// <summary>One signature of the header <c>webhook-signature</c>.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="at">When it is sent; the receiver refuses what is old.</param>
    /// <param name="body">Exactly what is sent.</param>
    public string Sign(string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        byte[] signed = [.. head, .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
