using Approvals.Gateway.Notifications.Slack.Api;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>The workspace that the bot's token is of. What a person of another one does counts for nothing.</summary>
internal sealed class SlackWorkspace(SlackClient slack)
{
    private string? team;

    /// <summary>Its id; null while Slack does not say.</summary>
    public async Task<string?> FindTeamAsync(CancellationToken stop)
    {
        if (team is null && await slack.CallAsync("auth.test", [], stop) is SlackAnswer.Ok answer)
        {
            team = answer.Text("team_id");
        }

        return team;
    }
}
