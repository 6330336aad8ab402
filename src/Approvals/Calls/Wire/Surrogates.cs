using System.Globalization;

namespace Approvals.Calls.Wire;

/// <summary>Looks for escapes that name half a character, such as <c>\ud800</c> alone.</summary>
internal static class Surrogates
{
    private const int EscapeLength = 6;

    /// <summary>Whether each escaped high surrogate is followed by a low one. Takes valid JSON: there, a backslash is always in a string.</summary>
    public static bool AllPaired(ReadOnlySpan<byte> json)
    {
        // Raw surrogates cannot occur in valid UTF-8; without a \u there is nothing to look at.
        if (json.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        for (var at = json.IndexOf((byte)'\\'); at >= 0; at = json.IndexOf((byte)'\\'))
        {
            json = json[at..];
            var length = PairedLength(json);
            if (length == 0)
            {
                return false;
            }

            json = json[length..];
        }

        return true;
    }

    /// <summary>The length of the escape (or pair of escapes) that the text begins with; 0 if it is half a pair.</summary>
    private static int PairedLength(ReadOnlySpan<byte> json)
    {
        if (CodeUnit(json) is not { } first)
        {
            return Math.Min(2, json.Length);
        }

        if (!char.IsSurrogate(first))
        {
            return EscapeLength;
        }

        return char.IsHighSurrogate(first) && CodeUnit(json[EscapeLength..]) is { } second && char.IsLowSurrogate(second)
            ? 2 * EscapeLength
            : 0;
    }

    private static char? CodeUnit(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength
        && json.StartsWith("\\u"u8)
        && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
