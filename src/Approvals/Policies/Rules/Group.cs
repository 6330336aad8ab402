using System.Collections.Immutable;
using Approvals.Policies.Conditions;

namespace Approvals.Policies.Rules;

/// <summary>Conditions that belong together: each must be met.</summary>
/// <param name="Rule">Where the document says so, as a JSON pointer.</param>
/// <param name="Conditions">At least one.</param>
internal sealed record Group(string Rule, ImmutableArray<Condition> Conditions)
{
    /// <summary>Whether a requirement is met for certain.</summary>
    public bool Holds(in Use use, in Facts facts, Trace? trace)
    {
        foreach (var condition in Conditions)
        {
            if (condition.Of(use, facts, trace) is not Truth.Yes)
            {
                trace?.Add(Rule, false, "does not hold");
                return false;
            }
        }

        trace?.Add(Rule, true, "holds");
        return true;
    }

    /// <summary>Whether a denial or a question fires: what is of the wrong type is taken for met.</summary>
    public bool Fires(in Use use, in Facts facts, Trace? trace)
    {
        foreach (var condition in Conditions)
        {
            if (condition.Of(use, facts, trace) is Truth.No or Truth.Missing)
            {
                trace?.Add(Rule, false, "does not fire");
                return false;
            }
        }

        trace?.Add(Rule, true, "fires");
        return true;
    }
}

/// <summary>A group of <c>require</c> or <c>deny_if</c>.</summary>
internal sealed record Denial(Group Group, string Reason)
{
    public Verdict.Deny Verdict { get; } = new(Group.Rule, Reason);
}

/// <summary>A group of <c>require_approval</c>. <paramref name="Terms"/> are null where those of the entry hold.</summary>
internal sealed record Question(Group Group, string Reason, Terms? Terms);
