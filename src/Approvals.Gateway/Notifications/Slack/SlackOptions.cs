using System.Text.RegularExpressions;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Notifications.Slack;

/// <summary>The section <c>Slack</c>: where reviewers are told of requests in Slack, and how their clicks come back.</summary>
public sealed partial class SlackOptions
{
    /// <summary>The app's bot token, <c>xoxb-…</c>, with the scopes chat:write and im:write. Default: none, and then Slack is off. Never logged.</summary>
    public string? BotToken { get; init; }

    /// <summary>The app's signing secret: with it clicks are taken at <c>POST /slack/interactions</c>. Default: none. Never logged.</summary>
    public string? SigningSecret { get; init; }

    /// <summary>An app-level token, <c>xapp-…</c>, with connections:write: with it clicks come over Socket Mode, and no public address is needed. Default: none. Never logged.</summary>
    public string? AppToken { get; init; }

    /// <summary>The id of the conversation for requests that have no other, e.g. C0123ABCD. The app must be a member of it. Default: none.</summary>
    public string? Conversation { get; init; }

    /// <summary>A conversation for each group of reviewers: who is named by a request's terms is asked there. Default: none.</summary>
    public Dictionary<string, string> GroupConversations { get; init; } = [];

    /// <summary>A conversation for each policy, by its name; it comes before those of groups. Default: none.</summary>
    public Dictionary<string, string> PolicyConversations { get; init; } = [];

    /// <summary>Whether each person who may decide is also asked in a direct message. Default: false.</summary>
    public bool DirectMessages { get; init; }

    /// <summary>Whether arguments are shown in Slack; without, reviewers open the page to see them and to approve. Default: true.</summary>
    public bool ShowArguments { get; init; } = true;

    /// <summary>
    /// How many messages a grant's requests get in a conversation within <see cref="BurstWindow"/>; those after them share one, which counts them
    /// and leads to the inbox. What is of high risk always has its own. Default: 10; from 1 to 1000.
    /// </summary>
    public int BurstSize { get; init; } = 10;

    /// <summary>Default: 1m; from 10s to 1h.</summary>
    public Duration BurstWindow { get; init; } = Duration.FromMinutes(1);

    /// <summary>Whether a reviewer is also known by the e-mail address in their Slack profile; needs the scopes users:read and users:read.email. Default: false.</summary>
    public bool MatchByEmail { get; init; }

    /// <summary>Slack's API, for proxies and tests. Default: https://slack.com/api/.</summary>
    public string ApiUrl { get; init; } = "https://slack.com/api/";

    internal bool IsOn => BotToken is not null;

    /// <summary>What is wrong with these values, a line each, without the section's name. Never a token: it is a secret.</summary>
    public IEnumerable<string> Problems()
    {
        if (!IsOn)
        {
            return new[] { (nameof(SigningSecret), SigningSecret), (nameof(AppToken), AppToken), (nameof(Conversation), Conversation) }
                .Where(given => given.Item2 is not null)
                .Select(given => $"{given.Item1}: does nothing without the bot's token; set BotToken, or remove it");
        }

        return new[]
        {
            Token().IsMatch(BotToken!) && BotToken!.StartsWith("xoxb-", StringComparison.Ordinal) ? null : "BotToken: is not a bot token; it begins with xoxb- (Slack: your app, OAuth & Permissions)",
            AppToken is null || (Token().IsMatch(AppToken) && AppToken.StartsWith("xapp-", StringComparison.Ordinal)) ? null : "AppToken: is not an app-level token; it begins with xapp- (Slack: your app, Basic Information)",
            SigningSecret is null || SigningSecret.Length >= 8 ? null : "SigningSecret: is too short to be one; copy it from Slack: your app, Basic Information",
            SigningSecret is null && AppToken is null ? "SigningSecret: clicks could not come back; set SigningSecret (Slack reaches /slack/interactions), or AppToken (Socket Mode)" : null,
            Conversation is null && GroupConversations.Count + PolicyConversations.Count == 0 && !DirectMessages ? "Conversation: nobody would be asked; give the id of a conversation, e.g. C0123ABCD" : null,
            Conversation is null ? null : IdProblem(nameof(Conversation), Conversation),
            BurstSize is >= 1 and <= 1000 ? null : $"BurstSize: must be a whole number from 1 to 1000, not {BurstSize}",
            BurstWindow >= TimeSpan.FromSeconds(10) && BurstWindow <= TimeSpan.FromHours(1) ? null : "BurstWindow: must be from 10s to 1h",
            Uri.TryCreate(ApiUrl, UriKind.Absolute, out var url) && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)) && url.AbsoluteUri.EndsWith('/') ? null : "ApiUrl: is not an https address that ends with a slash; leave it out for https://slack.com/api/",
        }
        .Concat(GroupConversations.Select(named => IdProblem($"{nameof(GroupConversations)}:{named.Key}", named.Value)))
        .Concat(PolicyConversations.Select(named => IdProblem($"{nameof(PolicyConversations)}:{named.Key}", named.Value)))
        .OfType<string>();
    }

    private static string? IdProblem(string key, string id) =>
        ConversationId().IsMatch(id) ? null : $"{key}: '{id}' is not the id of a conversation; it looks like C0123ABCD (Slack: the conversation's details, at the bottom)";

    [GeneratedRegex(@"\A[\x21-\x7E]+\z")]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[CDGU][A-Z0-9]+\z")]
    private static partial Regex ConversationId();
}
