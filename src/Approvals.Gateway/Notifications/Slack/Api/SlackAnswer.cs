using System.Text.Json;

namespace Approvals.Gateway.Notifications.Slack.Api;

/// <summary>What Slack said to one call of a method.</summary>
internal abstract record SlackAnswer
{
    private SlackAnswer()
    {
    }

    /// <summary>It did it; <paramref name="Body"/> is its whole answer.</summary>
    public sealed record Ok(JsonElement Body) : SlackAnswer
    {
        /// <summary>What the token may do, or null where Slack does not say.</summary>
        public IReadOnlyList<string>? Scopes { get; init; }

        /// <summary>When Slack answered, by its clock.</summary>
        public DateTimeOffset? At { get; init; }

        /// <summary>A text member of the answer, or null.</summary>
        public string? Text(string name) => Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>It refused, by its own code, for example <c>channel_not_found</c>.</summary>
    public sealed record Refused(string Error) : SlackAnswer;

    /// <summary>Too many calls: none to this method before <paramref name="After"/> has passed.</summary>
    public sealed record Limited(TimeSpan After) : SlackAnswer;

    /// <summary>No answer that can be understood: whether it did it is not known.</summary>
    public sealed record Unreachable(string Why) : SlackAnswer;
}
