using Approvals.Calls;
using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Reviews;
using Approvals.Rendering;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>The arguments of a request in a message or a modal, and whether all that is asked can be seen there.</summary>
internal sealed record ShownArguments
{
    // A frame has no limit of its own in Slack's documentation; a section's text has this one.
    private const int LongestFrame = 3_000;

    // On a phone nobody reads further before they tap.
    private static readonly TextRoom OnTheCard = new(Lines: 12, LineLength: 400, Length: 1_500);
    private static readonly TextRoom InTheModal = new(Lines: 120, LineLength: 2_900, Length: 8_000);

    private const string MaskedSecret = "••••";

    private readonly ArgumentText? text;
    private readonly string? hidden;

    private ShownArguments(ArgumentText? text, string? hidden) => (this.text, this.hidden) = (text, hidden);

    /// <summary>Why what is shown is not all that is asked, as a sentence; null if it is.</summary>
    public string? WhatIsMissing { get; private init; }

    /// <summary>As on the message in the conversation.</summary>
    public static ShownArguments OnCard(ApprovalRequest request, SlackOptions options) => Of(request, options, OnTheCard);

    /// <summary>As in a modal, where there is more room.</summary>
    public static ShownArguments InModal(ApprovalRequest request, SlackOptions options) => Of(request, options, InTheModal);

    public IEnumerable<RichText> Blocks()
    {
        if (hidden is not null)
        {
            yield return new Section([new TextRun(hidden, new Style(Italic: true))]);
            yield break;
        }

        foreach (var frame in text is null ? [] : Frames(text.Lines))
        {
            yield return new Preformatted([new TextRun(frame)]);
        }

        if (text is null)
        {
            yield return new Section([new TextRun("It has no arguments.", new Style(Italic: true))]);
        }

        if (WhatIsMissing is not null)
        {
            yield return new Section([new TextRun(WhatIsMissing, Foreign.Bold)]);
        }
    }

    private static ShownArguments Of(ApprovalRequest request, SlackOptions options, TextRoom room)
    {
        if (request.Content.WhyUndecidable() is { } gone)
        {
            return new ShownArguments(null, gone) { WhatIsMissing = gone };
        }

        if (!options.ShowArguments)
        {
            const string kept = "Its arguments are not shown in Slack. Open the page to see them.";
            return new ShownArguments(null, kept) { WhatIsMissing = kept };
        }

        var seen = ApprovalView.ForOnlookers(request).Asked;
        var text = seen.ArgumentsJson is { } arguments && arguments is not "{}" ? ArgumentText.Of(arguments, room) : null;
        return new ShownArguments(text, null) { WhatIsMissing = Missing(request.Asked, seen, text) };
    }

    private static string? Missing(AskedCall asked, AskedCall seen, ArgumentText? text) =>
        text is { IsWhole: false }
            ? $"Showing {text.Lines.Count} of {text.Fields} values{(text.Cut > 0 ? $", {text.Cut} of them not whole" : "")}. Open Review or the page to see all."
        : text is { HasEscapes: true } ? "It holds characters that cannot be seen; they are written out as \\u…. Look twice."
        : !System.Text.Ascii.IsValid(asked.Tool) ? "The tool's name may imitate another: not all of its letters are plain ASCII."
        : $"{seen.ArgumentsJson}{seen.OthersJson}".Contains(MaskedSecret, StringComparison.Ordinal) ? "What looks like a secret is masked. Open the page to see it."
        : asked.OthersJson is not "{}" && !IsPurposeAlone(asked.OthersJson) ? "Other parameters are sent along. Open the page to see them."
        : null;

    // That stands beside the arguments.
    private static bool IsPurposeAlone(string othersJson) =>
        Purpose.IsAllOf(othersJson) && Purpose.Of(othersJson) is { Length: <= Foreign.LongestPurpose } purpose && VisibleText.Parts(purpose).All(part => part.Kind == TextPartKind.Plain);

    private static IEnumerable<string> Frames(IReadOnlyList<string> lines)
    {
        var frame = new System.Text.StringBuilder();
        foreach (var line in lines)
        {
            if (frame.Length > 0 && frame.Length + line.Length + 1 > LongestFrame)
            {
                yield return frame.ToString();
                frame.Clear();
            }

            frame.Append(frame.Length == 0 ? "" : "\n").Append(line);
        }

        yield return frame.ToString();
    }
}
