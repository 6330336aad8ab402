namespace Approvals.Chaos.Checking;

/// <summary>What ran without the right to, and what was said against what was decided or done.</summary>
internal static class UnjustifiedRules
{
    // The gateway hears of a closed connection a little later than the agent closes it.
    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(2);

    public static IEnumerable<Fault> Of(KeyStory story) =>
        Effects(story).Concat(Answers(story)).Concat(Decisions(story)).Select(why => new Fault(FaultKind.Unjustified, story.Key, why));

    private static IEnumerable<string> Effects(KeyStory story)
    {
        if (story.Effects.Count == 0)
        {
            yield break;
        }

        if (!story.IsListed(request => request.IsApproved && request.Decisions.Any(decision => decision.Choice == "approve")))
        {
            yield return $"it ran without a recorded approval; listed: {string.Join("; ", story.Listed)}";
        }

        var first = story.Effects[0];
        var approvals = story.Decisions.Where(decision => decision.Choice == "approve").ToList();
        if (!approvals.Exists(decision => decision.Order < first.Order))
        {
            yield return "it ran before anybody approved it";
        }
        else if (story.Abandoned is { } gone && approvals.TrueForAll(decision => decision.At > gone.At + Hearing))
        {
            yield return "it was approved and ran after its caller had gone for good";
        }
    }

    private static IEnumerable<string> Answers(KeyStory story)
    {
        foreach (var answered in story.Answers.Where(answered => answered.Answer.SaysItDidNotRun && story.Effects.Any(effect => effect.Order < answered.Order)))
        {
            yield return $"its agent was told {answered.Answer}, and it had run";
        }

        var contradicted = story.Final switch
        {
            Answer.Ran => !story.IsListed(request => request is { IsApproved: true, Outcome: "completed" }),
            Answer.Failed => !story.IsListed(request => request is { IsApproved: true, Outcome: "failed" }),
            Answer.Told { Code: "upstream_unavailable" } => story.Listed.Any(request => request.Outcome != "failed"),
            Answer.Told { Code: "approval_denied" } => !story.IsListed(request => request.Status == "denied"),
            Answer.Told { Code: "approval_expired" } => !story.IsListed(request => request.Status == "expired" || request.Outcome == "lapsed"),
            _ => false,
        };
        if (contradicted)
        {
            yield return $"its agent was told {story.Final}; listed: {string.Join("; ", story.Listed)}";
        }
    }

    private static IEnumerable<string> Decisions(KeyStory story)
    {
        // Every one of these requests needs one person: who is told that it counts has decided.
        foreach (var answered in story.Acknowledged)
        {
            var decided = answered.Choice == "approve" ? "approved" : "denied";
            if (!story.IsListed(request => request.Status == decided))
            {
                yield return $"{answered.Reviewer}'s {answered.Choice} was acknowledged; listed: {string.Join("; ", story.Listed)}";
            }
        }
    }
}
