using Approvals.Policies.Reading;

namespace Approvals.Policies.Rules;

/// <summary>What one entry of a table says, or <c>default</c> where nothing else does.</summary>
/// <param name="Pointer">The rule of a call that it simply allows.</param>
/// <param name="ActionRule">The rule of its action.</param>
/// <param name="Action">What it does with a call that passes its groups.</param>
internal sealed record EntryDraft(string Pointer, string ActionRule, ToolAction Action)
{
    /// <summary>The sentence for what its action denies or asks, given the name that was used.</summary>
    public Func<string, string> Reason { get; init; } = _ => "";

    /// <summary>Of its action, and of those of its questions that have none.</summary>
    public Terms Terms { get; init; } = Terms.Default;

    public MoreInput Inputs { get; init; } = MoreInput.Review;

    public RuleSet Rules { get; init; } = RuleSet.Empty;
}
