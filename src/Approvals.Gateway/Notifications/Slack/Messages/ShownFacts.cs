using Approvals.Gateway.Notifications.Slack.Blocks;
using Approvals.Gateway.Reviews.Words;
using Approvals.Policies.Context;
using Approvals.Rendering;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>What the upstream was asked for those who decide, in a modal: its own words, marked as such, and so short that they crowd out no argument.</summary>
internal static class ShownFacts
{
    private const int ForAll = 1_500;
    private const int LongestName = 100;
    private const int MostLines = 20;

    /// <summary>Nothing if nothing was asked.</summary>
    public static IEnumerable<RichTextBlock> Blocks(string upstream, IReadOnlyList<ContextFact> facts)
    {
        if (facts.Count == 0)
        {
            yield break;
        }

        yield return new RichTextBlock([new Section([
            new TextRun($"What {upstream} says about it", Foreign.Bold),
            new TextRun("\nThe policy has the gateway ask. These are the upstream's own words; nobody has checked them."),
        ])]);
        foreach (var fact in facts)
        {
            yield return new RichTextBlock([new Section([.. Question(fact), new TextRun($" {Note(fact.Answer)}")]), .. Words(fact.Answer, ForAll / facts.Count)]);
        }
    }

    private static IEnumerable<Run> Question(ContextFact fact)
    {
        yield return new TextRun(VisibleText.Flat(fact.Tool, LongestName), Foreign.Code);
        if (fact.ArgumentsJson is { } arguments)
        {
            yield return new TextRun(" asked with ");
            yield return new TextRun(VisibleText.Flat(arguments, LongestName), Foreign.Code);
        }
    }

    private static string Note(ContextAnswer answer) => answer switch
    {
        ContextAnswer.Silent silent => Foreign.Prose(silent.Why),
        ContextAnswer.Said { IsError: true } => "calls this an error:",
        ContextAnswer.Said => "says:",
        _ => "has not answered yet.",
    };

    private static IEnumerable<RichText> Words(ContextAnswer answer, int room)
    {
        if (answer is not ContextAnswer.Said said)
        {
            yield break;
        }

        var text = ArgumentText.Of(said.Json, new TextRoom(MostLines, room, room));
        yield return new Preformatted([new TextRun(string.Join('\n', text.Lines))]);
        if (said.Json.StartsWith('"'))
        {
            yield return new Section([new TextRun("A text may hold a secret anywhere, so it is masked here. Open the page to read it.", new Style(Italic: true))]);
        }
        else if (!text.IsWhole || said.Left > 0)
        {
            var more = text.Hidden > 0 ? $" {Moments.Count(text.Hidden, "more value")} on the page." : " The page has more.";
            yield return new Section([new TextRun($"This is not all of it.{more}", Foreign.Bold)]);
        }
    }
}
