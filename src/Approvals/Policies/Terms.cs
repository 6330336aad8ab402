using System.Collections.Immutable;
namespace Approvals.Policies;
public sealed record Terms(ImmutableArray<string> Reviewers, int Quorum, TimeSpan Expires) { public static Terms Default { get; } = new([], 1, TimeSpan.FromMinutes(30)); }
