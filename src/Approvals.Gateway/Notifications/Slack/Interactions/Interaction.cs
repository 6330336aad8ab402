using System.Text.Json;

namespace Approvals.Gateway.Notifications.Slack.Interactions;

/// <summary>What a person did in Slack, by Slack's word: https://docs.slack.dev/interactivity/handling-user-interaction.</summary>
internal abstract record Interaction
{
    private Interaction()
    {
    }

    /// <summary>The workspace that the person belongs to, and that the app was used in.</summary>
    public required string Team { get; init; }

    public required string UserTeam { get; init; }

    public required string User { get; init; }

    /// <summary>A click on a button of a message.</summary>
    /// <param name="Action">Which button.</param>
    /// <param name="Value">What the button brings along, or null.</param>
    /// <param name="Trigger">Good for opening a modal within three seconds.</param>
    /// <param name="Conversation">Where the message is.</param>
    /// <param name="Ts">The message's own name there.</param>
    public sealed record Click(string Action, string? Value, string Trigger, string Conversation, string Ts) : Interaction;

    /// <summary>A modal that was filled in.</summary>
    /// <param name="Form">Which modal.</param>
    /// <param name="Subject">What it brings along.</param>
    /// <param name="Fields">What was filled in, by block.</param>
    public sealed record Submission(string Form, string? Subject, IReadOnlyDictionary<string, string> Fields) : Interaction;

    /// <summary>What the payload says; null if it is nothing that our messages and modals do.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static Interaction? Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>The same, of JSON that was read already.</summary>
    public static Interaction? Read(JsonElement payload)
    {
        if (Text(payload, "user", "id") is not { } user)
        {
            return null;
        }

        var team = Text(payload, "team", "id") ?? "";
        var userTeam = Text(payload, "user", "team_id") ?? team;
        return Text(payload, "type") switch
        {
            "block_actions" when payload.TryGetProperty("actions", out var actions) && actions.ValueKind == JsonValueKind.Array && actions.GetArrayLength() == 1
                && Text(actions[0], "action_id") is { } action
                && (Text(payload, "container", "channel_id") ?? Text(payload, "channel", "id")) is { } conversation
                && (Text(payload, "container", "message_ts") ?? Text(payload, "message", "ts")) is { } ts =>
                new Click(action, Text(actions[0], "value"), Text(payload, "trigger_id") ?? "", conversation, ts) { Team = team, UserTeam = userTeam, User = user },
            "view_submission" when Text(payload, "view", "callback_id") is { } form =>
                new Submission(form, Text(payload, "view", "private_metadata"), FieldsOf(payload)) { Team = team, UserTeam = userTeam, User = user },
            _ => null,
        };
    }

    private static Dictionary<string, string> FieldsOf(JsonElement payload)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!TryWalk(payload, ["view", "state", "values"], out var blocks) || blocks.ValueKind != JsonValueKind.Object)
        {
            return fields;
        }

        foreach (var block in blocks.EnumerateObject().Where(block => block.Value.ValueKind == JsonValueKind.Object))
        {
            foreach (var input in block.Value.EnumerateObject())
            {
                if ((Text(input.Value, "selected_option", "value") ?? Text(input.Value, "value")) is { } value)
                {
                    fields[block.Name] = value;
                }
            }
        }

        return fields;
    }

    private static string? Text(JsonElement from, params ReadOnlySpan<string> path) =>
        TryWalk(from, path, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    private static bool TryWalk(JsonElement from, ReadOnlySpan<string> path, out JsonElement found)
    {
        found = from;
        foreach (var name in path)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
            {
                return false;
            }
        }

        return true;
    }
}
