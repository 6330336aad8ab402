using Approvals.Rendering;

namespace Approvals.Cli;

/// <summary>Text from an agent or a server in one line of a terminal: it can neither move the cursor, nor hide, nor turn around what stands beside it.</summary>
internal static class InertText
{
    /// <summary>Longer texts are cut, and say by how much. In characters.</summary>
    public const int MaxLength = 2_000;

    /// <summary>The same, however long it is.</summary>
    public static string Whole(string text) => string.Concat(VisibleText.Parts(text).Select(Shown));

    public static string Of(string text)
    {
        if (text.Length <= MaxLength)
        {
            return Whole(text);
        }

        var end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return $"{Whole(text[..end])} ({text.Length - end} more characters)";
    }

    private static string Shown(TextPart part) => part.Kind switch
    {
        TextPartKind.Break => "",
        // A count of blanks stands between letters here, where no colour sets it apart.
        TextPartKind.Blank when char.IsAsciiDigit(part.Text[0]) => $"[{part.Text}]",
        _ => part.Text,
    };
}
