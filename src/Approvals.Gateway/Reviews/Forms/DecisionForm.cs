using Approvals.Requests;

namespace Approvals.Gateway.Reviews.Forms;

/// <summary>What a person filled in: their answer, their words for it, and the fingerprint of what they looked at.</summary>
internal sealed record DecisionForm(Choice Choice, string? Reason, string Fingerprint)
{
    /// <summary>Whether an approval is to count for equal calls, too.</summary>
    public bool Remember { get; init; }

    /// <summary>In characters.</summary>
    public const int LongestReason = 2_000;

    /// <summary>The form, or why it is not one. The texts are as they came.</summary>
    public static (DecisionForm? Form, Refusal? Refusal) Read(string? decision, string? reason, string? fingerprint, bool remember = false)
    {
        Choice? choice = decision switch { "approve" => Choice.Approve, "deny" => Choice.Deny, _ => null };
        var words = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        return (choice, words, fingerprint) switch
        {
            (null, _, _) => Refuse("bad_decision", "The decision must be \"approve\" or \"deny\"."),
            (_, _, null or "") => Refuse("fingerprint_required", "Say what was looked at: give the request's fingerprint as \"fingerprint\"."),
            (_, { Length: > LongestReason }, _) => Refuse("reason_too_long", $"The reason has {words.Length} characters; {LongestReason} are the most."),
            _ => (new DecisionForm(choice.Value, words, fingerprint) { Remember = remember && choice == Choice.Approve }, null),
        };
    }

    private static (DecisionForm?, Refusal?) Refuse(string code, string sentence) =>
        (null, new Refusal(StatusCodes.Status400BadRequest, code, sentence));
}
