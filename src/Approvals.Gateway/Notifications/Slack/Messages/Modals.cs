using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Forms;
using Approvals.Gateway.Reviews.Words;
using Approvals.Policies.Context;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>What a reviewer reads and fills in before they decide. What cannot be shown whole there can only be denied there.</summary>
internal static class Modals
{
    public const string Decide = "decide";
    public const string Deny = "deny";
    public const string Notice = "notice";

    /// <summary>How much of the fingerprint is typed to approve what is of high risk.</summary>
    public const int CodeLength = 4;

    /// <summary>All of a request, what its upstream says about it, and a decision about it, or a question to its agent.</summary>
    public static View Review(ApprovalRequest request, IReadOnlyList<ContextFact> facts, string page, SlackOptions options)
    {
        var arguments = ShownArguments.InModal(request, options);
        var isWhole = arguments.WhatIsMissing is null;
        List<Block> blocks =
        [
            new RichTextBlock([Lead(request.Asked), new Quote([new TextRun(Foreign.Prose(request.Ground.Reason))]), .. Foreign.Purpose(ApprovalView.ForOnlookers(request), options)]),
            // Each block is bounded by itself.
            .. arguments.Blocks().Select(part => new RichTextBlock([part])),
            .. options.ShowArguments ? ShownFacts.Blocks(request.Asked.Upstream, facts) : [],
            new RichTextBlock([Facts(request, page)]),
        ];
        if (!isWhole)
        {
            blocks.Add(new RichTextBlock([new Section([new TextRun("It can be denied here; to approve it, open the page, which shows all of it.", Foreign.Bold)])]));
        }

        List<Choosable> choices = [new(new PlainText("Deny"), ActionIds.Deny), new(new PlainText("Ask the agent first; decide later"), ActionIds.Ask)];
        if (isWhole)
        {
            choices.Insert(0, new(new PlainText("Approve: let exactly this call run, once"), ActionIds.Approve));
        }

        blocks.Add(new InputBlock(new PlainText("Your decision"), new RadioButtons(ActionIds.Value, choices), Optional: false) { BlockId = ActionIds.DecisionBlock });
        if (isWhole && request.Terms.IsHighRisk)
        {
            blocks.Add(Code(request));
        }

        blocks.Add(Reason(request.Terms.RequireReason, "Reason, or your question"));
        return new View(Decide, new PlainText("Review"), blocks, new PlainText("Decide"), new PlainText("Cancel"), ActionIds.Subject(request));
    }

    /// <summary>Asks why.</summary>
    public static View Denial(ApprovalRequest request) => new(
        Deny,
        new PlainText("Deny"),
        [new RichTextBlock([Lead(request.Asked)]), Reason(request.Terms.RequireReason, "Reason")],
        new PlainText("Deny"),
        new PlainText("Cancel"),
        ActionIds.Subject(request));

    /// <summary>Says something instead of asking.</summary>
    public static View Says(string title, string sentence, string subject) => new(
        Notice,
        new PlainText(title),
        [new RichTextBlock([new Section([new TextRun(sentence)])])],
        Submit: null,
        new PlainText("Close"),
        subject);

    private static Section Lead(AskedCall asked) => new([
        new TextRun(Foreign.Name(asked.Tool), Foreign.Code), new TextRun(" on "), new TextRun(asked.Upstream, Foreign.Code), new TextRun(", for "),
        new TextRun(Foreign.Name(asked.Owner), Foreign.Bold), new TextRun($" (grant {Foreign.Name(asked.Grant)}). The tool {RiskPhrase.Of(asked.DefinitionJson)}."),
    ]);

    private static Section Facts(ApprovalRequest request, string page) => new([
        new TextRun($"Rule {Foreign.Name(request.Ground.Rule)} of policy {Foreign.Name(request.Ground.Policy)}. Fingerprint {Grouped(request.Asked.Fingerprint)}.\n"),
        new TextRun($"{TermsWords.WhoMayDecide(request.Terms)}\nThe tool's description, its schema and the history are on the page: {page}"),
    ]);

    private static InputBlock Code(ApprovalRequest request) => new(
        new PlainText($"To approve, type the first {CodeLength} characters of the fingerprint"),
        new TextInput(ActionIds.Value, Multiline: false, MaxLength: 8),
        Optional: true,
        new PlainText("It is marked as high risk. To deny it, leave this empty."))
    { BlockId = ActionIds.CodeBlock };

    private static InputBlock Reason(bool isRequired, string label) => new(
        new PlainText(label),
        new TextInput(ActionIds.Value, Multiline: true, MaxLength: DecisionForm.LongestReason),
        Optional: !isRequired,
        new PlainText("It is recorded with your name. When you deny or ask, the agent reads it."))
    { BlockId = ActionIds.ReasonBlock };

    private static string Grouped(string fingerprint) => string.Join(' ', fingerprint[..16].Chunk(4).Select(group => new string(group))) + " …";
}
