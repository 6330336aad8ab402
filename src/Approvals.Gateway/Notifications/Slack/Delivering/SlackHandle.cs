using System.Globalization;

namespace Approvals.Gateway.Notifications.Slack.Delivering;

/// <summary>Which message a delivery is, and what it shows.</summary>
/// <param name="Conversation">The id that Slack gave: for a direct message another than the one that was asked for.</param>
/// <param name="Ts">The message's own name within it.</param>
/// <param name="Shown">A hash of what it shows, so that it is not edited into what it is.</param>
/// <param name="Lines">How many lines of the log are in its thread.</param>
internal sealed record SlackHandle(string Conversation, string Ts, string Shown, int Lines)
{
    private const char Between = ' ';

    public static SlackHandle? Read(string? text) =>
        text?.Split(Between) is [var conversation, var ts, var shown, var lines]
            ? new SlackHandle(conversation, ts, shown, int.Parse(lines, CultureInfo.InvariantCulture))
            : null;

    public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Conversation}{Between}{Ts}{Between}{Shown}{Between}{Lines}");
}
