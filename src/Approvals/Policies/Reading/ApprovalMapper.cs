using System.Collections.Immutable;
using Approvals.Policies.Context;
using Approvals.Policies.Narrowed;

namespace Approvals.Policies.Reading;

/// <summary>Maps <c>approval</c>: who is asked, how many must agree, and for how long.</summary>
internal static class ApprovalMapper
{
    public const int ReviewerLength = 100;
    public const int MostReviewers = 100;

    private static readonly Dictionary<string, int> Ranks =
        RiskWords.Severities.Select((severity, rank) => (severity, rank)).ToDictionary(each => each.severity, each => each.rank, StringComparer.Ordinal);

    /// <returns>Null when there is none.</returns>
    public static Terms? Map(Cursor? approval)
    {
        if (approval?.Table(Vocabulary.Approval) is not { } fields)
        {
            return null;
        }

        var reviewers = fields["reviewers"] is { } names ? Reviewers(names) : [];
        var escalate = fields["escalate"] is { } others ? Reviewers(others) : [];
        // Whoever is told late may decide from the beginning.
        reviewers = reviewers.IsEmpty ? reviewers : [.. reviewers.Union(escalate)];
        var quorum = fields["quorum"]?.Whole(1, Panel.MaxQuorum) ?? 1;
        var expires = fields["expires"] is { } duration ? Durations.Expiry(duration) : null;
        return new Terms(
            [new Panel(reviewers, (int)quorum)],
            expires ?? Terms.Default.Expires,
            fields["hold"] is { } hold ? Durations.Hold(hold) : null,
            fields["require_reason"]?.Flag() ?? false,
            fields["allow_self"]?.Flag() ?? false,
            fields["risk"]?.OneOf(Ranks) is { } rank ? RiskWords.Severities[rank] : null)
        {
            Remember = fields["remember"] is { } remember ? Durations.Remembered(remember) : null,
            Narrow = NarrowMapper.Map(fields["narrow"]),
            Escalate = escalate.IsEmpty ? null : escalate,
            Context = ContextMapper.Map(fields["context"]),
        };
    }

    private static ImmutableArray<string> Reviewers(Cursor names)
    {
        // An empty list would read as "nobody" and mean "anybody".
        if (names.Node is Node.List { Items.IsEmpty: true })
        {
            names.Fail($"{names.Name} is empty; name at least one reviewer or group, or leave the key out{(names.Name == "'reviewers'" ? " to ask any reviewer" : "")}");
        }

        return [.. names.Items(MostReviewers).Select(name => name.Text(ReviewerLength)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}
