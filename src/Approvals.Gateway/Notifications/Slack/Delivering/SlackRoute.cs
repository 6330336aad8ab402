using Approvals.Gateway.Reviews;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Delivering;

/// <summary>Where a request is asked about: its policy's conversation, or those of its groups, or else the one for all; and the people themselves, where that is wanted.</summary>
internal sealed class SlackRoute(SlackOptions options, ReviewerBook reviewers)
{
    public IEnumerable<string> Of(ApprovalRequest request) => Conversations(request).Concat(options.DirectMessages ? People(request) : []).Distinct(StringComparer.Ordinal);

    private List<string> Conversations(ApprovalRequest request)
    {
        if (options.PolicyConversations.GetValueOrDefault(request.Ground.Policy) is { } ofPolicy)
        {
            return [ofPolicy];
        }

        var groups = request.Terms.Panels.SelectMany(panel => panel.Reviewers)
            .Select(name => options.GroupConversations.GetValueOrDefault(name))
            .OfType<string>().ToList();
        return groups.Count > 0 ? groups : options.Conversation is { } all ? [all] : [];
    }

    private IEnumerable<string> People(ApprovalRequest request) =>
        from person in reviewers.All
        where request.WhyNot(person) is null
        let id = reviewers.NameElsewhere(person.Id, SlackChannel.ChannelName)
        where id is not null
        select id;
}
