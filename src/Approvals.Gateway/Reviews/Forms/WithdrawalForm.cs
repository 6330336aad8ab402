namespace Approvals.Gateway.Reviews.Forms;

/// <summary>What a person filled in to call a request back: why, or null.</summary>
internal sealed record WithdrawalForm(string? Reason)
{
    /// <summary>The form, or why it is not one.</summary>
    public static (WithdrawalForm? Form, Refusal? Refusal) Read(string? reason)
    {
        var words = reason?.Trim() ?? "";
        return words.Length > DecisionForm.LongestReason
            ? (null, new Refusal(
                StatusCodes.Status400BadRequest, "reason_too_long", $"The reason has {words.Length} characters; {DecisionForm.LongestReason} are the most."))
            : (new WithdrawalForm(words.Length > 0 ? words : null), null);
    }
}
