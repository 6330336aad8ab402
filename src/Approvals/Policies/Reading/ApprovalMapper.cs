using System.Collections.Immutable;

namespace Approvals.Policies.Reading;

/// <summary>Maps <c>approval</c>: who is asked, and for how long.</summary>
internal static class ApprovalMapper
{
    public static Terms Map(Cursor? approval)
    {
        if (approval?.Table(Vocabulary.Approval) is not { } fields)
        {
            return Terms.Default;
        }

        var reviewers = fields["reviewers"] is { } names ? Reviewers(names) : Terms.Default.Reviewers;
        var expires = fields["expires"] is { } duration ? Durations.Expiry(duration) : null;
        return Terms.Default with { Reviewers = reviewers, Expires = expires ?? Terms.Default.Expires };
    }

    private static ImmutableArray<string> Reviewers(Cursor names)
    {
        // An empty list would read as "nobody" and mean "anybody".
        if (names.Node is Node.List { Items.IsEmpty: true })
        {
            names.Fail("'reviewers' is empty; name at least one reviewer or group, or leave the key out to ask any reviewer");
        }

        return [.. names.Items().Select(name => name.Text(100)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}
