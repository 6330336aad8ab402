using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Reviews;
using Approvals.Rendering;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>Text that an agent, an upstream, a policy or a person wrote, for a place in a message.</summary>
internal static class Foreign
{
    private const int LongestName = 200;
    private const int LongestProse = 1_000;

    /// <summary>How long an agent's purpose can be to be shown whole.</summary>
    public const int LongestPurpose = 300;

    public static readonly Style Bold = new(Bold: true);
    public static readonly Style Code = new(Code: true);

    /// <summary>A name in one line. No real one is ever cut.</summary>
    public static string Name(string text) => VisibleText.Flat(text, LongestName);

    /// <summary>Sentences, bounded.</summary>
    public static string Prose(string text) => VisibleText.Flat(text, LongestProse);

    /// <summary>What an agent says that it asks for, marked as its claim; nothing if it says nothing.</summary>
    public static IEnumerable<RichText> Purpose(ApprovalView view, SlackOptions options)
    {
        if (view.Purpose is { } purpose && options.ShowArguments)
        {
            yield return new Section([new TextRun("The agent says what for:")]);
            yield return new Quote([new TextRun(VisibleText.Flat(purpose, LongestPurpose))]);
        }
    }

    /// <summary>For the places in which Slack still looks for its own signs, and nothing but these three can be written out.</summary>
    public static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
