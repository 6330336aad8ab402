using System.Collections.Immutable;
using Approvals.Policies.Conditions;
using Approvals.Policies.Limits;

namespace Approvals.Policies.Rules;

/// <summary>The groups and limits of an entry, or of <c>all_tools</c>.</summary>
internal sealed record RuleSet(
    ImmutableArray<Denial> Require, ImmutableArray<Denial> DenyIf, ImmutableArray<Question> Questions, ImmutableArray<Limit> Limits)
{
    public static RuleSet Empty { get; } = new([], [], [], []);

    private IEnumerable<Group> Groups =>
        [.. Require.Select(denial => denial.Group), .. DenyIf.Select(denial => denial.Group), .. Questions.Select(question => question.Group)];

    /// <summary>Every condition, in the order in which they are tried.</summary>
    public IEnumerable<Condition> Conditions => Groups.SelectMany(group => group.Conditions);

    /// <summary>These first, then those of <paramref name="own"/>, as if all stood in one place; a counter that both name is charged once.</summary>
    public RuleSet Before(RuleSet own) => new(
        [.. Require, .. own.Require],
        [.. DenyIf, .. own.DenyIf],
        [.. Questions, .. own.Questions],
        [.. Limits.Concat(own.Limits).DistinctBy(limit => limit.Counter)]);
}
