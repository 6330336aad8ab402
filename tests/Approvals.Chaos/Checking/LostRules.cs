namespace Approvals.Chaos.Checking;

/// <summary>What came to nothing: a call, a decision, a record, an effect.</summary>
internal static class LostRules
{
    // What the policy, the tools and the limits of these runs give cause for.
    private static readonly HashSet<string> Endings = ["approval_denied", "approval_expired", "outcome_unknown", "upstream_unavailable"];

    public static IEnumerable<Fault> Of(KeyStory story) =>
        Calls(story).Concat(Records(story)).Concat(Results(story)).Select(why => new Fault(FaultKind.Lost, story.Key, why));

    private static IEnumerable<string> Calls(KeyStory story)
    {
        if (story.All<Happening.OfKey>().Any(happening => happening is Happening.Asked or Happening.GaveUp) && story.Final is null && story.Abandoned is null)
        {
            var last = story.All<Happening.OfKey>().LastOrDefault(happening => happening is Happening.Parted or Happening.Answered);
            yield return $"its agent kept coming back and was never answered; the last it heard was {last?.ToString() ?? "nothing"}";
        }

        if (story.Final is Answer.Told told && !Endings.Contains(told.Code))
        {
            yield return $"it ended with {told.Code}, for which there was no cause";
        }

        if (story.Final is not null and not Answer.Told { Code: "upstream_unavailable" } && story.Listed.Count == 0)
        {
            yield return $"it was answered ({story.Final}) and is not listed";
        }
    }

    private static IEnumerable<string> Records(KeyStory story)
    {
        foreach (var request in story.Listed.Where(request => request.Status == "pending"))
        {
            yield return $"request {request.Id} is still pending, with {story.Decisions.Count} decisions sent";
        }

        foreach (var request in story.Listed.Where(request => request is { IsApproved: true, Outcome: null } && (request.ReleasedAt is not null || story.Abandoned is null)))
        {
            yield return $"request {request.Id} was approved and never came to an end";
        }

        foreach (var answered in story.Acknowledged.Where(answered => !story.IsListed(request =>
            request.Decisions.Contains(new ListedDecision(answered.Reviewer, answered.Choice)))))
        {
            yield return $"{answered.Reviewer}'s {answered.Choice} was acknowledged and is not listed";
        }

        // Recorded, decided by another, too late: all else is no answer to a sound decision.
        foreach (var answered in story.All<Happening.DecisionAnswered>().Where(answered => answered.Status is not (null or 200 or 409 or 410)))
        {
            yield return $"{answered.Reviewer}'s {answered.Choice} was answered with {answered.Status}";
        }
    }

    private static IEnumerable<string> Results(KeyStory story)
    {
        foreach (var answered in story.Answers)
        {
            if (answered.Answer is Answer.Ran ran && ran.Key != story.Key)
            {
                yield return $"its agent was given the result of {ran.Key}";
            }
            else if (answered.Answer is Answer.Ran && !story.Effects.Any(effect => effect.Order < answered.Order))
            {
                yield return "its agent was given a result, and there was no effect";
            }
        }

        if (story.Effects.Count == 0 && story.IsListed(request => request.Outcome == "completed"))
        {
            yield return "it is listed as completed, and there was no effect";
        }
    }
}
