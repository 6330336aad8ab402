using System.Text;

namespace Approvals.Gateway.Upstreams.Wire;

/// <summary>
/// How 2026-07-28 writes a text into a header: as it is if it is plain ASCII without spaces at its ends, else as <c>=?base64?…?=</c>.
/// </summary>
internal static class HeaderText
{
    private const string Begin = "=?base64?";
    private const string End = "?=";

    public static string? Encode(string? text) => text is null || IsPlain(text)
        ? text
        : Begin + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) + End;

    /// <summary>The text that a header stands for, or null if it is not written as it must be.</summary>
    public static string? Decode(string header)
    {
        if (!header.StartsWith(Begin, StringComparison.OrdinalIgnoreCase))
        {
            return header;
        }

        var coded = header.AsSpan(Begin.Length);
        if (!coded.EndsWith(End, StringComparison.Ordinal))
        {
            return null;
        }

        coded = coded[..^End.Length];
        var bytes = new byte[coded.Length];
        return Convert.TryFromBase64Chars(coded, bytes, out var length) && System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length))
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }

    private static bool IsPlain(string text) =>
        text.Length > 0
        && text.All(character => character is >= ' ' and <= '~')
        && text[0] != ' ' && text[^1] != ' '
        && !text.StartsWith(Begin, StringComparison.OrdinalIgnoreCase);
}
