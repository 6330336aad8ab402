using System.Globalization;
using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Words;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>One request as a message: who wants what, all of it or how much is missing, and the buttons that are safe.</summary>
/// <param name="Text">For a phone's lock screen and for screen readers. Names only, no arguments.</param>
/// <param name="Blocks">The message itself.</param>
internal sealed record RequestMessage(string Text, IReadOnlyList<Block> Blocks)
{
    public static RequestMessage Of(ApprovalRequest request, string page, SlackOptions options, DateTimeOffset now)
    {
        var view = ApprovalView.ForOnlookers(request);
        var words = StatusWords.Of(view, now);
        var isOpen = view.IsOpen(now);
        var title = isOpen ? Title(request) : words.Verdict;
        return new RequestMessage(
            Foreign.Escaped($"{title}: {Foreign.Name(request.Asked.Tool)} on {request.Asked.Upstream} for {Foreign.Name(request.Asked.Owner)}"),
            [
                new HeaderBlock(new PlainText(Short(title))),
                new RichTextBlock([
                    Lead(request.Asked),
                    new Quote([new TextRun(Foreign.Prose(request.Ground.Reason))]),
                    .. Foreign.Purpose(view, options),
                    .. ShownArguments.OnCard(request, options).Blocks(),
                    isOpen ? Facts(view) : Ending(view, words, now),
                ]),
                new ActionsBlock(isOpen ? Choices(request, page, options) : [Open(page)]),
            ]);
    }

    private static string Title(ApprovalRequest request) => request.Terms.Risk is { } risk ? $"Approval needed ({risk} risk)" : "Approval needed";

    private static Section Lead(AskedCall asked) => new([
        new TextRun("An agent of "), new TextRun(Foreign.Name(asked.Owner), Foreign.Bold), new TextRun($" (grant {Foreign.Name(asked.Grant)}) wants to run "),
        new TextRun(Foreign.Name(asked.Tool), Foreign.Code), new TextRun(" on "), new TextRun(asked.Upstream, Foreign.Code),
        new TextRun($", a tool that {RiskPhrase.Of(asked.DefinitionJson)}. The policy says:"),
    ]);

    private static Section Facts(ApprovalView view) => new([
        new TextRun("Expires "), Instant(view.ExpiresAt), new TextRun(" · asked "), Instant(view.CreatedAt),
        new TextRun($" · fingerprint {view.Asked.Fingerprint[..8]} · rule {Foreign.Name(view.Ground.Rule)}"),
        new TextRun(
            (view.Asked.ClientName is { } client ? $" · the client calls itself {Foreign.Name(client)}" : "")
            + (view.Terms.Panels is [{ Quorum: 1 }] ? "" : $"\n{TermsWords.Progress(view)} so far; one denial ends it.")
            + $"\n{TermsWords.WhoMayDecide(view.Terms)}"),
    ]);

    private static Section Ending(ApprovalView view, StatusWords words, DateTimeOffset now) => new([
        new TextRun(EndingWords.Of(view, now), Foreign.Bold),
        new TextRun($"\n{words.Sentence}"),
    ]);

    private static List<Button> Choices(ApprovalRequest request, string page, SlackOptions options)
    {
        var subject = ActionIds.Subject(request);
        var what = $"{Foreign.Name(request.Asked.Tool)} for {Foreign.Name(request.Asked.Owner)}";
        var isOneTap = OneTap.WhyNot(request, options) is null;
        List<Button> buttons =
        [
            new(new PlainText("Review"), ActionIds.Review, subject, Label($"Review {what}"), isOneTap ? null : "primary"),
            new(new PlainText("Deny"), ActionIds.Deny, subject, Label($"Deny {what}"), "danger"),
            Open(page),
        ];
        if (isOneTap)
        {
            buttons.Insert(0, new(new PlainText("Approve"), ActionIds.Approve, subject, Label($"Approve {what}"), "primary"));
        }

        return buttons;
    }

    private static Button Open(string page) => new(new PlainText("Open the page"), ActionIds.Open, null, "Open the request's page", Url: page);

    private static DateRun Instant(DateTimeOffset at) => new(
        at.ToUnixTimeSeconds(), "{date_short_pretty} {time}", at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));

    // Slack takes 75 characters of a label and 150 of a header.
    private static string Label(string text) => text.Length <= 75 ? text : string.Concat(text.AsSpan(0, 74), "…");

    private static string Short(string text) => text.Length <= 150 ? text : string.Concat(text.AsSpan(0, 149), "…");
}
