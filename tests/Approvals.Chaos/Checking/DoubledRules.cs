namespace Approvals.Chaos.Checking;

/// <summary>What happened twice.</summary>
internal static class DoubledRules
{
    public static IEnumerable<Fault> Of(KeyStory story) => Words(story).Select(why => new Fault(FaultKind.Doubled, story.Key, why));

    private static IEnumerable<string> Words(KeyStory story)
    {
        if (story.Effects.Count > 1)
        {
            yield return $"it had {story.Effects.Count} effects";
        }

        if (story.All<Happening.Arrived>().Count() is > 1 and var times)
        {
            yield return $"it was sent to its upstream {times} times";
        }

        if (story.Listed.Count > 1)
        {
            yield return $"people were asked {story.Listed.Count} times: {string.Join(", ", story.Listed.Select(request => request.Id))}";
        }
    }
}
