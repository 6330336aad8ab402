namespace Approvals.Chaos.Checking;

/// <summary>An unknown outcome is told as one, is listed as one, and has a cause.</summary>
internal static class UnknownRules
{
    // The row's time has milliseconds, and a kill or a closed connection is noted a moment before it happens.
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(1);

    public static IEnumerable<Fault> Of(KeyStory story) => Words(story).Select(why => new Fault(FaultKind.BadlyUnknown, story.Key, why));

    private static IEnumerable<string> Words(KeyStory story)
    {
        var unknown = story.Listed.FirstOrDefault(request => request.Outcome == "unknown");
        var isTold = story.Final is Answer.Told { Code: "outcome_unknown" };
        if (isTold && unknown is null)
        {
            yield return $"its agent was told that nobody knows; listed: {string.Join("; ", story.Listed)}";
        }

        if (unknown is not null && story.Final is not null && !isTold)
        {
            yield return $"nobody knows what came of it, and its agent was told {story.Final}";
        }

        if (unknown is not null && !HasCause(story, unknown))
        {
            yield return "nobody knows what came of it, and nothing broke while it was on its way";
        }
    }

    private static bool HasCause(KeyStory story, ListedRequest unknown)
    {
        if (unknown.ReleasedAt is not { } released)
        {
            return false;
        }

        var told = story.Answers is [.., var last] ? last.Order : long.MaxValue;
        return story.All<Happening.Arrived>().Any(arrived => arrived.Trouble.LeavesItOpen())
            || story.Kills.Any(kill => kill.At >= released - Blur && kill.Order < told)
            || story.All<Happening.Parted>().Any(parted => parted.CancelsWhatRuns && parted.At >= released - Blur && parted.Order < told);
    }

    private static bool LeavesItOpen(this Trouble trouble) =>
        trouble is Trouble.DropsBefore or Trouble.DropsAfter or Trouble.Hangs or Trouble.ServerErrorBefore or Trouble.ServerErrorAfter;
}
