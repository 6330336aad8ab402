using Approvals.Policies.Reading;

namespace Approvals.Policies.Checking;

/// <summary>Limits that a new session makes void.</summary>
internal static class LooseLimits
{
    public static IEnumerable<Oddity> In(PolicyTree tree)
    {
        if (tree.AllTools is { } all && all.ItemsOf("limits").Any(limit => !IsOfSession(limit)))
        {
            yield break;
        }

        foreach (var entry in tree.Entries.Where(entry => entry.Action != "deny"))
        {
            var limits = entry.ItemsOf("limits").ToList();
            var ofSession = limits.Find(IsOfSession)?.At ?? (entry["rate_limit"] is null ? null : entry.AtKey("rate_limit"));
            if (ofSession is { } at && limits.All(IsOfSession))
            {
                yield return new Oddity(at, entry.Value.Pointer, "this is counted for each session, and an agent can start as many sessions as it likes; add a limit with \"scope\": \"grant\"");
            }
        }
    }

    private static bool IsOfSession(Node limit) =>
        limit is Node.Table table && table.Members.FirstOrDefault(member => member.Key == "scope")?.Value is Node.Text { Value: "session" };
}
