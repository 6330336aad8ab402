using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Approvals.Gateway.Tests.World.Slack;

/// <summary>A person in Slack: what they click reaches the gateway as Slack would send it, signed, and has to be acknowledged within three seconds.</summary>
internal sealed class SlackMember(SlackServer slack, GatewayWorld gateway, string user, string team = SlackServer.Team)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    public string User => user;

    /// <summary>The workspace that the person belongs to, where it is connected to another by a shared conversation; null for the same.</summary>
    public string? HomeTeam { get; init; }

    /// <summary>Whether Slack sends over Socket Mode.</summary>
    public bool IsOverSocket { get; init; }

    /// <summary>Clicks on a button of a message.</summary>
    public Task ClickAsync(SlackMessageSeen message, string button) => ClickAsync(message, message.Button(button));

    /// <summary>The same with a button that is not, or not any more, on the message.</summary>
    public async Task ClickAsync(SlackMessageSeen message, JsonElement button) => await SendAsync(Payload(message, button));

    /// <summary>Fills in the modal that was opened last, by the labels or names of its blocks, and submits it; returns what Slack is told.</summary>
    public async Task<JsonElement?> SubmitAsync(JsonElement view, params (string Block, string Value)[] fields)
    {
        var values = new Dictionary<string, object>();
        foreach (var block in view.GetProperty("blocks").EnumerateArray().Where(block => block.GetProperty("type").GetString() == "input"))
        {
            var name = block.GetProperty("block_id").GetString()!;
            var element = block.GetProperty("element");
            var type = element.GetProperty("type").GetString()!;
            var given = fields.FirstOrDefault(field => field.Block == name).Value;
            Assert.True(given is not null || block.GetProperty("optional").GetBoolean(), $"Slack does not submit a form without {name}");
            object state = type == "radio_buttons"
                ? new { type, selected_option = given is null ? (JsonElement?)null : Option(element, given) }
                : new { type, value = given };
            values[name] = new Dictionary<string, object> { [element.GetProperty("action_id").GetString()!] = state };
        }

        return await SendAsync(Submission(view, values));
    }

    /// <summary>What Slack sends when this person submits the modal.</summary>
    public object Submission(JsonElement view, object values, string? metadata = null) => new
    {
        type = "view_submission",
        team = new { id = team, domain = "home" },
        user = Person(),
        api_app_id = "A0APP",
        token = "deprecated",
        trigger_id = slack.NewTrigger(user),
        view = new
        {
            id = "V0VIEW",
            type = "modal",
            callback_id = view.GetProperty("callback_id").GetString(),
            private_metadata = metadata ?? view.GetProperty("private_metadata").GetString(),
            blocks = view.GetProperty("blocks"),
            state = new { values },
            hash = "1.a",
        },
        response_urls = Array.Empty<object>(),
        is_enterprise_install = false,
    };

    /// <summary>What Slack sends when this person clicks.</summary>
    public object Payload(SlackMessageSeen message, JsonElement button) => new
    {
        type = "block_actions",
        user = Person(),
        api_app_id = "A0APP",
        token = "deprecated",
        container = new { type = "message", message_ts = message.Ts, channel_id = message.Conversation, is_ephemeral = false },
        trigger_id = slack.NewTrigger(user),
        team = new { id = team, domain = "home" },
        enterprise = (object?)null,
        is_enterprise_install = false,
        channel = new { id = message.Conversation, name = "sre" },
        message = new { bot_id = "B0BOT", type = "message", text = message.Text, user = "U0BOT", ts = message.Ts, app_id = "A0APP", blocks = message.Blocks, team },
        state = new { values = new { } },
        response_url = "https://hooks.slack.com/actions/none",
        actions = new[] { button },
    };

    public async Task<JsonElement?> SendAsync(object payload)
    {
        if (IsOverSocket)
        {
            return await slack.Sockets.DeliverAsync(payload);
        }

        var (status, body) = await PostAsync(payload);
        Assert.Equal(200, status);
        return body;
    }

    /// <summary>Posts as Slack posts; each argument changes one thing that must not be changed.</summary>
    public async Task<(int Status, JsonElement? Body)> PostAsync(
        object payload, string? secret = null, TimeSpan age = default, string version = "v0", Func<string, string>? altered = null, string? timestamp = null)
    {
        var body = $"payload={Uri.EscapeDataString(JsonSerializer.Serialize(payload))}";
        var now = (gateway.Clock ?? TimeProvider.System).GetUtcNow() - age;
        timestamp ??= now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = $"{version}={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret ?? SlackServer.SigningSecret), Encoding.UTF8.GetBytes($"{version}:{timestamp}:{body}")))}";
        using var http = gateway.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/slack/interactions")
        {
            Content = new StringContent(altered?.Invoke(body) ?? body, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);
        using var response = await http.SendAsync(request).WaitAsync(Deadline);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 || response.StatusCode != System.Net.HttpStatusCode.OK ? null : JsonSerializer.Deserialize<JsonElement>(text));
    }

    private object Person() => new { id = user, username = "somebody", name = "Security Team ✅", team_id = HomeTeam ?? team };

    private static JsonElement Option(JsonElement radio, string value)
    {
        var option = radio.GetProperty("options").EnumerateArray().SingleOrDefault(option => option.GetProperty("value").GetString() == value);
        Assert.True(option.ValueKind == JsonValueKind.Object, $"there is no choice {value}");
        return option;
    }
}
