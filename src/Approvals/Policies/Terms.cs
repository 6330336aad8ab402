using System.Collections.Immutable;

namespace Approvals.Policies;

/// <summary>Who may decide, how many must agree, and for how long the question stands.</summary>
/// <param name="Reviewers">Names of reviewers or of their groups; empty means any reviewer.</param>
/// <param name="Quorum">How many distinct people must approve.</param>
/// <param name="Expires">How long a decision is waited for.</param>
public sealed record Terms(ImmutableArray<string> Reviewers, int Quorum, TimeSpan Expires)
{
    /// <summary>What holds when a policy gives no terms: any reviewer, one approval, 30 minutes.</summary>
    public static Terms Default { get; } = new([], 1, TimeSpan.FromMinutes(30));

    /// <summary>Equal terms name the same reviewers in the same order.</summary>
    public bool Equals(Terms? other) =>
        other is not null && Quorum == other.Quorum && Expires == other.Expires && Reviewers.SequenceEqual(other.Reviewers);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Quorum);
        hash.Add(Expires);
        foreach (var reviewer in Reviewers)
        {
            hash.Add(reviewer, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
