using System.Collections.Immutable;
using Approvals.Policies.Limits;

namespace Approvals.Policies;

/// <summary>What a policy says of one call. A closed family: match it with <c>switch</c>.</summary>
/// <param name="Rule">The rule that decided: a JSON pointer into the document (<c>/tools/refund/action</c>), or
/// <c>(hidden)</c>, <c>(unclear uri)</c>, <c>(no policy)</c>, <c>(default deny)</c>, <c>(default allow)</c>, <c>(default require_approval)</c>.</param>
public abstract record Verdict(string Rule)
{
    /// <summary>Forward the call, when every limit has room.</summary>
    /// <param name="Rule">The entry that allows it.</param>
    /// <param name="Charges">What it takes from which limits.</param>
    public sealed record Allow(string Rule, Charges Charges) : Verdict(Rule)
    {
        /// <summary>The limits that speak of it.</summary>
        public ImmutableArray<Limit> Limits => Charges.Limits;
    }

    /// <summary>Refuse the call for good.</summary>
    public sealed record Deny(string Rule, string Reason) : Verdict(Rule);

    /// <summary>Refuse the call for now. A policy alone never says so: it is what becomes of an
    /// <see cref="Allow"/> or <see cref="RequireApproval"/> whose limit is full.</summary>
    /// <param name="Rule">The limit that is full, as a JSON pointer.</param>
    /// <param name="Reason">A sentence for the agent.</param>
    /// <param name="RetryAfterSeconds">Whole seconds, rounded up.</param>
    public sealed record RateLimited(string Rule, string Reason, int RetryAfterSeconds) : Verdict(Rule);

    /// <summary>Ask a person; the limits count when the call is released.</summary>
    public sealed record RequireApproval(string Rule, string Reason, Terms Terms, Charges Charges) : Verdict(Rule)
    {
        /// <summary>The limits that speak of it.</summary>
        public ImmutableArray<Limit> Limits => Charges.Limits;

        /// <summary>What becomes of input that the call asks for once it runs. Default: <see cref="MoreInput.Review"/>.</summary>
        public MoreInput Inputs { get; init; }
    }
}

/// <summary>What becomes of an answer that an approved call asks its agent for while it runs.</summary>
public enum MoreInput
{
    /// <summary>It goes to the same reviewers: a call that comes again with the input is asked about anew, and an elicitation on the stream of the call while it runs is declined.</summary>
    Review,

    /// <summary>It goes through.</summary>
    Allow,
}
