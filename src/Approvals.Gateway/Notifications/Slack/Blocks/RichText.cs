using System.Text.Json.Serialization;

namespace Approvals.Gateway.Notifications.Slack.Blocks;

/// <summary>A paragraph, a frame or a quotation.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Section), "rich_text_section")]
[JsonDerivedType(typeof(Preformatted), "rich_text_preformatted")]
[JsonDerivedType(typeof(Quote), "rich_text_quote")]
internal abstract record RichText(IReadOnlyList<Run> Elements);

/// <summary>A paragraph.</summary>
internal sealed record Section(IReadOnlyList<Run> Elements) : RichText(Elements);

/// <summary>A frame with letters of one width. It ends where its element ends, whatever stands in it.</summary>
internal sealed record Preformatted(IReadOnlyList<Run> Elements) : RichText(Elements);

/// <summary>A quotation.</summary>
internal sealed record Quote(IReadOnlyList<Run> Elements) : RichText(Elements);

/// <summary>A run of text, or something that stands in a text.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextRun), "text")]
[JsonDerivedType(typeof(DateRun), "date")]
internal abstract record Run;

/// <summary>Text, shown as it is.</summary>
internal sealed record TextRun(string Text, Style? Style = null) : Run;

/// <summary>An instant, shown in the reader's own time.</summary>
/// <param name="Timestamp">Seconds since 1970.</param>
/// <param name="Format">Slack's words for how to show it.</param>
/// <param name="Fallback">For programs that know no dates.</param>
internal sealed record DateRun(long Timestamp, string Format, string Fallback) : Run;

/// <summary>How a run looks.</summary>
internal sealed record Style(bool? Bold = null, bool? Italic = null, bool? Code = null);
