using Approvals.Requests;

namespace Approvals.Cli;

/// <summary>Text from an agent or a server in one line of a terminal: it can neither move the cursor, nor hide, nor turn around what stands beside it.</summary>
internal static class InertText
{
    /// <summary>Longer texts are cut, and say by how much. In characters.</summary>
    public const int MaxLength = 2_000;

    /// <summary>The same, however long it is.</summary>
    public static string Whole(string text) => VisibleText.Flat(text);

    public static string Of(string text)
    {
        if (text.Length <= MaxLength)
        {
            return Whole(text);
        }

        var end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return $"{Whole(text[..end])} ({text.Length - end} more characters)";
    }
}
