namespace Approvals.Gateway.Calls;

/// <summary>An answer of the gateway's own, as an agent reads it.</summary>
/// <param name="Code">For programs, for example <c>policy_denied</c>.</param>
/// <param name="Text">For the model; begins with the tag, for example <c>[POLICY DENIED]</c>.</param>
/// <param name="Rule">The rule that decided, or null where none did.</param>
/// <param name="ApprovalId">The request that it is about, or null.</param>
/// <param name="RetryAfterSeconds">When to come back, or null.</param>
internal sealed record Refusal(string Code, string Text, string? Rule = null, string? ApprovalId = null, int? RetryAfterSeconds = null);
