using Approvals.Requests;
using Approvals.Requests.Narrowed;

namespace Approvals.Gateway.Reviews.Narrowed;

/// <summary>One argument that a reviewer made less of.</summary>
/// <param name="Path">Where it is, as the policy writes it.</param>
/// <param name="From">What the agent asked for, JSON text.</param>
/// <param name="To">What would run, JSON text.</param>
public sealed record NarrowedArgument(string Path, string From, string To)
{
    internal static IReadOnlyList<NarrowedArgument> Between(ApprovalView before, ApprovalView after)
    {
        if (before.Content != ContentState.Whole || after.Content != ContentState.Whole)
        {
            return [];
        }

        return
        [
            .. from rule in before.Terms.Narrow ?? []
               let was = NarrowedArguments.Find(before.Asked.ArgumentsJson, rule)
               let becomes = NarrowedArguments.Find(after.Asked.ArgumentsJson, rule)
               where was is not null && becomes is not null && was != becomes
               select new NarrowedArgument(rule.Path, was, becomes),
        ];
    }
}
