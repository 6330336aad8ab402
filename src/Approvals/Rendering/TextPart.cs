namespace Approvals.Rendering;

/// <summary>One part of a <see cref="VisibleText"/>.</summary>
/// <param name="Text">What to show.</param>
/// <param name="Kind">Whose words these are.</param>
public readonly record struct TextPart(string Text, TextPartKind Kind)
{
    /// <summary>What to show in one line, where no colour sets a count of blanks apart from the letters beside it: <c>[200 newlines]</c>.</summary>
    public string InOneLine => Kind switch
    {
        TextPartKind.Break => "",
        TextPartKind.Blank when char.IsAsciiDigit(Text[0]) => $"[{Text}]",
        _ => Text,
    };
}

/// <summary>Whose words a <see cref="TextPart"/> shows.</summary>
public enum TextPartKind
{
    /// <summary>The author's, as they wrote them.</summary>
    Plain,

    /// <summary>Ours, for a character that cannot be seen or trusted: <c>\u202E</c>.</summary>
    Escape,

    /// <summary>Ours, for blank space: <c>↵</c>, or <c>200 newlines</c> for a run of them.</summary>
    Blank,

    /// <summary>A line break to be drawn where the author had one. It follows its <c>↵</c> if that is shown.</summary>
    Break,
}
