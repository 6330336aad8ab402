using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Approvals.Calls;

/// <summary>An HMAC-SHA-256 over a canonical JSON array, so that no two lists of inputs give the same bytes.</summary>
internal sealed class KeyedHash
{
    private readonly ArrayBufferWriter<byte> text = new();

    /// <param name="label">Keeps hashes made for one purpose from being taken for another's.</param>
    public KeyedHash(string label)
    {
        text.Write("["u8);
        CanonicalJson.WriteString(label, text);
    }

    public KeyedHash Text(string value)
    {
        text.Write(","u8);
        CanonicalJson.WriteString(value, text);
        return this;
    }

    /// <summary>A text that may be missing, which is not the same as empty.</summary>
    public KeyedHash Optional(string? value)
    {
        if (value is not null)
        {
            return Text(value);
        }

        text.Write(",null"u8);
        return this;
    }

    public KeyedHash Number(long? value) => Optional(value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>JSON text in its canonical form; absent is <c>[]</c> and present is <c>[value]</c>, so that null is not the same as nothing.</summary>
    public KeyedHash Json(string? json, string what)
    {
        text.Write(",["u8);
        if (json is not null)
        {
            using var document = StrictJson.Require(json, what);
            CanonicalJson.Write(document.RootElement, text);
        }

        text.Write("]"u8);
        return this;
    }

    public string Hex(ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
        {
            throw new ArgumentException("The installation's key is empty.", nameof(key));
        }

        text.Write("]"u8);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, text.WrittenSpan));
    }
}
