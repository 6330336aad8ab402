using System.Text.Json;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Notifications.Slack.Api;

namespace Approvals.Gateway.Notifications.Slack.Checks;

/// <summary>Whether the app is a member of each conversation that is configured.</summary>
internal sealed class ConversationCheck(SlackOptions options, SlackClient slack)
{
    public async Task<IReadOnlyList<Diagnosis>> LookAsync(CancellationToken stop)
    {
        var diagnoses = new List<Diagnosis>();
        string?[] all = [options.Conversation, .. options.GroupConversations.Values, .. options.PolicyConversations.Values];
        foreach (var id in all.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            diagnoses.Add(await LookAsync(id, stop));
        }

        return diagnoses;
    }

    private async Task<Diagnosis> LookAsync(string id, CancellationToken stop)
    {
        var subject = $"Slack conversation {id}";
        if (id[0] is 'U' or 'D')
        {
            return new Diagnosis.Fine(subject, "is a person's direct messages; nobody has to invite the app.");
        }

        return await slack.CallAsync("conversations.info", [new("channel", id)], stop) switch
        {
            SlackAnswer.Ok ok => Of(subject, ok.Body),
            SlackAnswer.Refused { Error: "missing_scope" } => new Diagnosis.Doubtful(
                subject, "whether the app is a member cannot be seen with its scopes; make sure of it with /invite @Approvals there, or add channels:read and groups:read, as the manifest has them, to have it checked."),
            SlackAnswer.Refused { Error: "channel_not_found" } => new Diagnosis.Broken(
                subject, "there is none, or it is private and the app is not a member; copy the id again from its details, or run /invite @Approvals in it."),
            var other => new Diagnosis.Broken(subject, $"cannot be checked: {SlackRefusal.Words("conversations.info", other)}"),
        };
    }

    private static Diagnosis Of(string subject, JsonElement answer)
    {
        var channel = answer.TryGetProperty("channel", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return Is(channel, "is_archived") ? new Diagnosis.Broken(subject, "is archived, and nobody can be asked there; unarchive it, or name another.")
            : Is(channel, "is_member") ? new Diagnosis.Fine(subject, "has the app as a member.")
            : new Diagnosis.Broken(subject, "the app is not a member; run /invite @Approvals in it.");
    }

    private static bool Is(JsonElement channel, string name) =>
        channel.ValueKind == JsonValueKind.Object && channel.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
