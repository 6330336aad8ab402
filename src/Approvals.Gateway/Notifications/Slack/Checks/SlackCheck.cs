using System.Text.RegularExpressions;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Notifications.Slack.Api;

namespace Approvals.Gateway.Notifications.Slack.Checks;

/// <summary>Whether the app can do in Slack what it is configured for. Nothing is posted.</summary>
internal sealed partial class SlackCheck(SlackOptions options, SlackClient slack, TimeProvider clock)
{
    /// <summary>What infra/slack/manifest.json asks for.</summary>
    public static readonly IReadOnlyList<string> ManifestScopes = [.. Needed, .. ToLookAtConversations];

    private static IEnumerable<string> Needed => ["chat:write", "im:write"];

    // Without these it works, and only this check sees less: ConversationCheck says so.
    private static IEnumerable<string> ToLookAtConversations => ["channels:read", "groups:read"];

    private static readonly string[] ScopesForAddresses = ["users:read", "users:read.email"];
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<Diagnosis>> LookAsync(CancellationToken stop)
    {
        if (!options.IsOn)
        {
            return [new Diagnosis.Fine("Slack", "is off; nobody is asked there.")];
        }

        var diagnoses = new List<Diagnosis>();
        var greeting = await slack.CallAsync("auth.test", [], stop);
        diagnoses.Add(TokenDiagnosis(greeting));
        if (greeting is SlackAnswer.Ok ok)
        {
            diagnoses.Add(ScopeDiagnosis(ok.Scopes));
            diagnoses.Add(ClockDiagnosis(ok.At));
            diagnoses.AddRange(await new ConversationCheck(options, slack).LookAsync(stop));
        }

        diagnoses.Add(SecretDiagnosis());
        diagnoses.Add(await AppTokenAsync(stop));
        return diagnoses;
    }

    private static Diagnosis TokenDiagnosis(SlackAnswer greeting) => greeting switch
    {
        SlackAnswer.Ok ok => new Diagnosis.Fine("Slack bot token", $"is valid: {ok.Text("user")} in the workspace {ok.Text("team")} ({ok.Text("team_id")})."),
        SlackAnswer.Refused { Error: "invalid_auth" or "not_authed" or "account_inactive" or "token_revoked" or "token_expired" } refused =>
            new Diagnosis.Broken("Slack bot token", $"is not valid ({refused.Error}); copy it again from Slack: your app, OAuth & Permissions, into Slack:BotToken."),
        _ => new Diagnosis.Broken("Slack bot token", $"cannot be checked: {SlackRefusal.Words("auth.test", greeting)}"),
    };

    private Diagnosis ScopeDiagnosis(IReadOnlyList<string>? given)
    {
        const string Subject = "Slack scopes";
        if (given is null)
        {
            return new Diagnosis.Doubtful(Subject, "cannot be checked: Slack does not say which there are.");
        }

        string[] needed = [.. Needed, .. options.MatchByEmail ? ScopesForAddresses : []];
        var missing = string.Join(", ", needed.Except(given, StringComparer.Ordinal));
        return missing.Length == 0
            ? new Diagnosis.Fine(Subject, $"are all there: {string.Join(", ", needed)}.")
            : new Diagnosis.Broken(Subject, $"{missing} missing; add to Bot Token Scopes in Slack: your app, OAuth & Permissions, and install the app again.");
    }

    private Diagnosis ClockDiagnosis(DateTimeOffset? theirs)
    {
        const string Subject = "Slack clock";
        if (theirs is not { } there)
        {
            return new Diagnosis.Doubtful(Subject, "cannot be compared: Slack does not say what time it is.");
        }

        var apart = (clock.GetUtcNow() - there).Duration();
        return apart > LargestSkew
            ? new Diagnosis.Broken(Subject, $"this machine's clock is {apart.TotalSeconds:0} s from Slack's; set it (NTP). At 300 s every click is refused.")
            : new Diagnosis.Fine(Subject, $"this machine's clock is {apart.TotalSeconds:0} s from Slack's.");
    }

    private Diagnosis SecretDiagnosis()
    {
        const string Subject = "Slack signing secret";
        return options.SigningSecret is not { } secret ? new Diagnosis.Fine(Subject, "none is configured; clicks come over Socket Mode.")
            : Secret().IsMatch(secret) ? new Diagnosis.Fine(Subject, "has the form of one; whether it is the app's own shows at the first click.")
            : new Diagnosis.Doubtful(Subject, "is not 32 hex digits, as Slack's are; copy it again from Slack: your app, Basic Information, into Slack:SigningSecret.");
    }

    // The address that is given is let go: it opens nothing until somebody connects.
    private async Task<Diagnosis> AppTokenAsync(CancellationToken stop)
    {
        const string Subject = "Slack app token";
        return options.AppToken is null ? new Diagnosis.Fine(Subject, "none is configured; clicks come to /slack/interactions.")
            : await slack.CallAsAppAsync("apps.connections.open", stop) switch
            {
                SlackAnswer.Ok => new Diagnosis.Fine(Subject, "opens connections."),
                SlackAnswer.Refused refused => new Diagnosis.Broken(Subject, $"opens no connection ({refused.Error}); make one with the scope connections:write in Slack: your app, Basic Information, and switch Socket Mode on."),
                var other => new Diagnosis.Broken(Subject, $"cannot be checked: {SlackRefusal.Words("apps.connections.open", other)}"),
            };
    }

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex Secret();
}
