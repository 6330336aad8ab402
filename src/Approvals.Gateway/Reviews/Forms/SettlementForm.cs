using Approvals.Requests;

namespace Approvals.Gateway.Reviews.Forms;

/// <summary>What a person filled in about an unknown outcome: what they found, and how they know.</summary>
internal sealed record SettlementForm(Finding Finding, string Reason)
{
    /// <summary>The form, or why it is not one. The texts are as they came.</summary>
    public static (SettlementForm? Form, Refusal? Refusal) Read(string? outcome, string? reason)
    {
        Finding? finding = outcome switch { "ran" => Finding.Ran, "did_not_run" => Finding.DidNotRun, _ => null };
        var words = reason?.Trim() ?? "";
        return (finding, words.Length) switch
        {
            (null, _) => Refuse("bad_outcome", "The outcome must be \"ran\" or \"did_not_run\"."),
            (_, 0) => Refuse("reason_required", "Say in \"reason\" how it was found out, for whoever reads the record later."),
            (_, > DecisionForm.LongestReason) => Refuse("reason_too_long", $"The reason has {words.Length} characters; {DecisionForm.LongestReason} are the most."),
            _ => (new SettlementForm(finding.Value, words), null),
        };
    }

    private static (SettlementForm?, Refusal?) Refuse(string code, string sentence) =>
        (null, new Refusal(StatusCodes.Status400BadRequest, code, sentence));
}
