using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Rendering;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>Text that an agent, an upstream, a policy or a person wrote, for a place in a message.</summary>
internal static class Foreign
{
    private const int LongestName = 200;
    private const int LongestProse = 1_000;

    public static readonly Style Bold = new(Bold: true);
    public static readonly Style Code = new(Code: true);

    /// <summary>A name in one line. No real one is ever cut.</summary>
    public static string Name(string text) => VisibleText.Flat(text, LongestName);

    /// <summary>Sentences, bounded.</summary>
    public static string Prose(string text) => VisibleText.Flat(text, LongestProse);

    /// <summary>For the places in which Slack still looks for its own signs, and nothing but these three can be written out.</summary>
    public static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
