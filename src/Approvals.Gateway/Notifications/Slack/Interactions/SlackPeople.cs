using System.Text.Json;
using Approvals.Gateway.Notifications.Slack.Api;
using Approvals.Gateway.Notifications.Slack.Delivering;
using Approvals.Gateway.Reviews;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>Who stands behind a Slack user. Names and pictures are anybody's; only the ids count, and where that is switched on, the e-mail address of the profile.</summary>
internal sealed class SlackPeople(SlackWorkspace workspace, SlackClient slack, SlackOptions options, ReviewerBook reviewers)
{
    private static readonly string[] NotTheirOwn = ["deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger"];

    /// <summary>The reviewer, or a sentence for whoever it is.</summary>
    public async Task<(Reviewer? Person, string? WhyNot)> FindAsync(Interaction interaction, CancellationToken stop)
    {
        if (await workspace.FindTeamAsync(stop) is not { } team)
        {
            return (null, "Slack does not say which workspace this is, so nobody can be known here just now. Decide on the page, or try again in a minute.");
        }

        if (interaction.Team != team || interaction.UserTeam != team)
        {
            return (null, "You are of another workspace: only members of the workspace that this app is installed in can decide.");
        }

        var person = reviewers.FindElsewhere(SlackChannel.ChannelName, interaction.User)
            ?? (options.MatchByEmail ? await FindByEmailAsync(interaction.User, team, stop) : null);
        return person is null
            ? (null, $"You are not known as a reviewer here. Ask whoever runs the gateway to add your Slack id {interaction.User} to Reviewers.")
            : (person, null);
    }

    // A bot, a guest and a person of a connected workspace can carry any address.
    private async Task<Reviewer?> FindByEmailAsync(string user, string team, CancellationToken stop)
    {
        var answer = await slack.CallAsync("users.info", [KeyValuePair.Create("user", user)], stop);
        if (answer is not SlackAnswer.Ok ok || !ok.Body.TryGetProperty("user", out var profile) || profile.ValueKind != JsonValueKind.Object
            || !profile.TryGetProperty("team_id", out var home) || home.GetString() != team
            || NotTheirOwn.Any(flag => profile.TryGetProperty(flag, out var set) && set.ValueKind == JsonValueKind.True)
            || !profile.TryGetProperty("profile", out var details) || !details.TryGetProperty("email", out var email) || email.GetString() is not { Length: > 0 } address)
        {
            return null;
        }

        return reviewers.FindByEmail(address) is { } person && reviewers.NameElsewhere(person.Id, SlackChannel.ChannelName) is null ? person : null;
    }
}
