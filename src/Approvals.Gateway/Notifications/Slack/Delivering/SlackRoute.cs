using Approvals.Gateway.Reviews;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Delivering;

/// <summary>Where a request is asked about: its policy's conversation, or those of its groups, or else the one for all; and the people themselves, where that is wanted.</summary>
internal sealed class SlackRoute(SlackOptions options, ReviewerBook reviewers)
{
    public IEnumerable<string> Of(ApprovalRequest request) => Conversations(request).Concat(options.DirectMessages ? People(request) : []).Distinct(StringComparer.Ordinal);

    private List<string> Conversations(ApprovalRequest request)
    {
        var later = request.IsEscalated ? ConversationsOf(request.Terms.Escalate ?? []) : [];
        if (options.PolicyConversations.GetValueOrDefault(request.Ground.Policy) is { } ofPolicy)
        {
            return [ofPolicy, .. later];
        }

        var groups = ConversationsOf(request.Terms.Panels.SelectMany(panel => panel.Reviewers).Except(request.Terms.Escalate ?? []));
        return groups.Count > 0 ? [.. groups, .. later] : options.Conversation is { } all ? [all, .. later] : later;
    }

    private List<string> ConversationsOf(IEnumerable<string> names) => [.. names.Select(name => options.GroupConversations.GetValueOrDefault(name)).OfType<string>()];

    // Only those of whom nobody is asked from the beginning.
    private static bool IsForLater(ApprovalRequest request, Reviewer person) => request.Terms.Escalate is { } names && person.IsAmong(names)
        && !request.Terms.Panels.Any(panel => panel.Reviewers.Except(names).Any(name => person.IsAmong([name])));

    private IEnumerable<string> People(ApprovalRequest request) =>
        from person in reviewers.All
        where request.WhyNot(person) is null && !reviewers.IsAway(person.Id) && (request.IsEscalated || !IsForLater(request, person))
        let id = reviewers.NameElsewhere(person.Id, SlackChannel.ChannelName)
        where id is not null
        select id;
}
