using System.Globalization;
using Approvals.Policies;

namespace Approvals.Requests;

/// <summary>Counts approvals by panel. A person counts for each panel that they belong to; in the stead of others, for those of one of them.</summary>
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
        terms.SeatOf(person) is { } seat
            ? string.Join(Between, terms.Panels.Select((panel, place) => (panel, place)).Where(each => seat.IsAmong(each.panel.Reviewers)).Select(each => each.place))
            : "";

    /// <summary>Whether every panel has its quorum, as its people were when they decided.</summary>
    internal static bool AreMetBy(this Terms terms, IReadOnlyCollection<Decision> decisions) =>
        terms.Panels.Select((panel, place) => decisions.ApprovalsFor(place) >= panel.Quorum).All(met => met);

    /// <summary>Whether every panel has its quorum among these distinct people, as they are now.</summary>
    internal static bool AreMetBy(this Terms terms, IEnumerable<Reviewer> approving)
    {
        var seats = approving.Select(terms.SeatOf).OfType<Reviewer>().ToList();
        return terms.Panels.All(panel => seats.Count(seat => seat.IsAmong(panel.Reviewers)) >= panel.Quorum);
    }

    private static Reviewer? SeatOf(this Terms terms, Reviewer person) => person.SeatAmong(terms.Panels.Select(panel => panel.Reviewers));
}
