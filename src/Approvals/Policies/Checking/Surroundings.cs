using System.Collections.Immutable;

namespace Approvals.Policies.Checking;

/// <summary>What a policy is used with, as far as the one who checks it knows.</summary>
/// <param name="People">Who can decide, each with the names that a policy can call them by: their id and their groups. Null if not known.</param>
/// <param name="Tools">The names of the tools that the upstream lists. Null if not known.</param>
public sealed record Surroundings(ImmutableArray<ImmutableArray<string>>? People, ImmutableArray<string>? Tools)
{
    /// <summary>Nothing is known.</summary>
    public static Surroundings Unknown { get; } = new(null, null);
}
