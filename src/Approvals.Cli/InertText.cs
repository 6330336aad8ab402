using System.Globalization;
using System.Text;

namespace Approvals.Cli;

/// <summary>Text from an agent or a server, made harmless for a terminal: it can neither move the cursor, nor hide, nor turn around what stands beside it.</summary>
internal static class InertText
{
    /// <summary>Longer texts are cut, and say by how much. In characters.</summary>
    public const int MaxLength = 2_000;

    /// <summary>The same, however long it is.</summary>
    public static string Whole(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Append(shown, rune);
        }

        return shown.ToString();
    }

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        var taken = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (taken + rune.Utf16SequenceLength > MaxLength)
            {
                return $"{shown} ({text.Length - taken} more characters)";
            }

            taken += rune.Utf16SequenceLength;
            Append(shown, rune);
        }

        return shown.ToString();
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (IsVisible(rune))
        {
            shown.Append(rune);
        }
        else
        {
            shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}");
        }
    }

    private static bool IsVisible(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
        UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
