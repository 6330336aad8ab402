using System.Text.Json.Serialization;

namespace Approvals.Gateway.Notifications.Slack.Blocks;

/// <summary>
/// The blocks of Block Kit that are used here. There is none in which Slack looks for markup: what somebody else wrote is the text of an
/// element, and can name nobody, link nowhere and end nothing.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HeaderBlock), "header")]
[JsonDerivedType(typeof(RichTextBlock), "rich_text")]
[JsonDerivedType(typeof(ActionsBlock), "actions")]
[JsonDerivedType(typeof(InputBlock), "input")]
[JsonDerivedType(typeof(DividerBlock), "divider")]
internal abstract record Block
{
    public string? BlockId { get; init; }
}

/// <summary>A large line in our own words.</summary>
internal sealed record HeaderBlock(PlainText Text) : Block;

/// <summary>Text in parts that each say what they are.</summary>
internal sealed record RichTextBlock(IReadOnlyList<RichText> Elements) : Block;

/// <summary>Buttons in a row.</summary>
internal sealed record ActionsBlock(IReadOnlyList<Button> Elements) : Block;

/// <summary>One thing to fill in, in a modal.</summary>
internal sealed record InputBlock(PlainText Label, Input Element, bool Optional, PlainText? Hint = null) : Block;

/// <summary>A line across.</summary>
internal sealed record DividerBlock : Block;

/// <summary>Text in which Slack looks for nothing, not even for emoji.</summary>
internal sealed record PlainText(string Text)
{
    public string Type { get; } = "plain_text";

    public bool Emoji { get; }
}

/// <summary>A button.</summary>
/// <param name="Text">What it says.</param>
/// <param name="ActionId">What a click on it is called.</param>
/// <param name="Value">What a click on it brings along.</param>
/// <param name="AccessibilityLabel">What a screen reader says.</param>
/// <param name="Style"><c>primary</c>, <c>danger</c>, or null.</param>
/// <param name="Url">Where it leads, or null.</param>
internal sealed record Button(PlainText Text, string ActionId, string? Value, string AccessibilityLabel, string? Style = null, string? Url = null)
{
    public string Type { get; } = "button";
}
