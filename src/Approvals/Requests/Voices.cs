using System.Globalization;
using Approvals.Policies;

namespace Approvals.Requests;

/// <summary>Counts approvals by panel. A person counts for each panel that they belong to.</summary>
public static class Voices
{
    private const char Between = ' ';

    /// <summary>How many of the decisions approve for one panel of the terms, by its place among them, from 0.</summary>
    public static int ApprovalsFor(this IEnumerable<Decision> decisions, int panel)
    {
        var place = panel.ToString(CultureInfo.InvariantCulture);
        return decisions.Count(decision => decision.Choice == Choice.Approve && decision.Panels.Split(Between).Contains(place));
    }

    /// <summary>As <see cref="Decision.Panels"/> has them.</summary>
    internal static string PanelsOf(this Terms terms, Reviewer person) =>
        string.Join(Between, terms.Panels.Select((panel, place) => (panel, place)).Where(each => person.IsAmong(each.panel.Reviewers)).Select(each => each.place));

    /// <summary>Whether every panel has its quorum, as its people were when they decided.</summary>
    internal static bool AreMetBy(this Terms terms, IReadOnlyCollection<Decision> decisions) =>
        terms.Panels.Select((panel, place) => decisions.ApprovalsFor(place) >= panel.Quorum).All(met => met);

    /// <summary>Whether every panel has its quorum among these distinct people, as they are now.</summary>
    internal static bool AreMetBy(this Terms terms, IEnumerable<Reviewer> approving)
    {
        var people = approving.ToList();
        return terms.Panels.All(panel => people.Count(person => person.IsAmong(panel.Reviewers)) >= panel.Quorum);
    }
}
