using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Reviews.Words;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>One message for the many requests that a grant makes at once. Nothing can be approved from it: it shows none of them.</summary>
/// <param name="Text">For a phone's lock screen and for screen readers.</param>
/// <param name="Blocks">The message itself.</param>
internal sealed record BurstMessage(string Text, IReadOnlyList<Block> Blocks)
{
    /// <param name="asked">One of them.</param>
    /// <param name="all">How many it stands for.</param>
    /// <param name="waiting">How many of them still wait.</param>
    /// <param name="inbox">Where they are decided.</param>
    public static BurstMessage Of(AskedCall asked, int all, int waiting, string inbox)
    {
        var title = waiting == 0 ? $"{Moments.Count(all, "more call")}: none waits any more"
            : waiting == all ? $"{Moments.Count(all, "more call")} to decide"
            : $"{waiting} of {all} more calls to decide";
        return new BurstMessage(
            Foreign.Escaped($"{title}: of {Foreign.Name(asked.Owner)}'s agent"),
            [
                new HeaderBlock(new PlainText(title)),
                new RichTextBlock([new Section([
                    new TextRun("An agent of "), new TextRun(Foreign.Name(asked.Owner), Foreign.Bold), new TextRun($" (grant {Foreign.Name(asked.Grant)}) asks for much at once. "),
                    new TextRun(waiting == 0 ? "What came of each is in the history." : "These calls have no messages of their own: look at them on the page, where what should not run is denied together."),
                ])]),
                new ActionsBlock([new Button(new PlainText("Open the inbox"), ActionIds.Open, null, "Open the inbox with this grant's calls", Url: inbox)]),
            ]);
    }
}
