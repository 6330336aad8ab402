using System.Globalization;
using System.Text;

namespace Approvals.Rendering;

/// <summary>
/// Text that somebody else wrote, in parts that can be shown without it hiding, moving or imitating anything. What cannot be seen is
/// written out; nothing is left out, and blank space that is gathered says how much it was.
/// </summary>
public static class VisibleText
{
    private const int MostMarksOnOneLetter = 2;

    /// <summary>The parts of <paramref name="text"/>, in its order. Letters of any script stay as they are.</summary>
    public static IReadOnlyList<TextPart> Parts(string text) => Parts(text, IsSafe);

    /// <summary>The same, with everything beyond printable ASCII written out: two names that look alike no longer do.</summary>
    public static IReadOnlyList<TextPart> AsciiParts(string text) => Parts(text, static rune => rune.Value is > ' ' and <= '~');

    /// <summary>The parts in one line, for places that cannot mark them.</summary>
    public static string Flat(string text) => string.Concat(Parts(text).Select(part => part.InOneLine));

    /// <summary>The same of at most so many characters; what is left out is counted.</summary>
    public static string Flat(string text, int most)
    {
        if (text.Length <= most)
        {
            return Flat(text);
        }

        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Create(CultureInfo.InvariantCulture, $"{Flat(text[..end])} ({text.Length - end} more characters)");
    }

    private static IReadOnlyList<TextPart> Parts(string text, Func<Rune, bool> isSafe)
    {
        var parts = new TextParts();
        var marks = MostMarksOnOneLetter;
        for (var at = 0; at < text.Length;)
        {
            if (BlankRun.Length(text, at) is var blank and > 0)
            {
                BlankRun.Add(text.AsSpan(at, blank), at == 0 || at + blank == text.Length, parts);
                at += blank;
                marks = MostMarksOnOneLetter;
                continue;
            }

            var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            marks = isWhole && IsMark(rune) ? marks + 1 : 0;
            if (isWhole && marks <= MostMarksOnOneLetter && isSafe(rune))
            {
                parts.Add(TextPartKind.Plain, text.AsSpan(at, length));
            }
            else
            {
                parts.Add(TextPartKind.Escape, Escape(isWhole ? rune.Value : text[at]));
            }

            at += length;
        }

        return parts.Take();
    }

    private static string Escape(int value) => value <= 0xFFFF ? $"\\u{value:X4}" : $"\\u{{{value:X}}}";

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsSafe(Rune rune) => !DrawsNothing(rune.Value) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);

    // Letters, marks and symbols without ink, and selectors that change how the letter before them is drawn.
    private static bool DrawsNothing(int value) => value is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or 0xFFFC or 0x16FE4 or 0x1D159 or (>= 0xE0000 and <= 0xE0FFF);
}
