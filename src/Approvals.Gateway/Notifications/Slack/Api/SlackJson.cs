using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Gateway.Notifications.Slack.Blocks;

namespace Approvals.Gateway.Notifications.Slack.Api;

/// <summary><c>chat.postMessage</c>.</summary>
internal sealed record PostMessage(string Channel, string Text, IReadOnlyList<Block>? Blocks, string? ThreadTs = null, bool? ReplyBroadcast = null)
{
    // Nothing in the fallback text is looked at either.
    public string Parse { get; } = "none";

    public bool Mrkdwn { get; }

    public bool UnfurlLinks { get; }

    public bool UnfurlMedia { get; }
}

/// <summary><c>chat.update</c>.</summary>
internal sealed record UpdateMessage(string Channel, string Ts, string Text, IReadOnlyList<Block> Blocks)
{
    public string Parse { get; } = "none";
}

/// <summary><c>chat.postEphemeral</c>: what one person sees, until they look away.</summary>
internal sealed record PostEphemeral(string Channel, string User, string Text, IReadOnlyList<Block> Blocks)
{
    public string Parse { get; } = "none";
}

/// <summary><c>views.open</c>.</summary>
internal sealed record OpenView(string TriggerId, View View);

/// <summary>An answer to a delivery over Socket Mode.</summary>
internal sealed record Acknowledgement(string EnvelopeId, ViewAnswer? Payload = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PostMessage))]
[JsonSerializable(typeof(UpdateMessage))]
[JsonSerializable(typeof(PostEphemeral))]
[JsonSerializable(typeof(OpenView))]
[JsonSerializable(typeof(ViewAnswer))]
[JsonSerializable(typeof(Acknowledgement))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SlackJson : JsonSerializerContext;
