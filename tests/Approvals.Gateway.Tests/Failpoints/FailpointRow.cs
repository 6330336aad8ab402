using Approvals.Gateway.Failpoints;

namespace Approvals.Gateway.Tests.Failpoints;

/// <summary>How a call that a person approved ends for its agent, which comes again until it has an end.</summary>
internal enum Ends
{
    /// <summary>With its result.</summary>
    InItsResult,

    /// <summary>With the word that nobody knows whether it ran.</summary>
    Unknown,
}

/// <summary>One way to break: what must hold afterwards.</summary>
/// <param name="At">Where.</param>
/// <param name="Ends">How the call ends.</param>
/// <param name="Runs">How often its upstream saw it.</param>
internal sealed record FailpointRow(Point At, Ends Ends = Ends.InItsResult, int Runs = 1)
{
    /// <summary>How often people may be told at most: who dies between telling and noting it tells again.</summary>
    public int MostAnnouncements => At is Point.Announced ? 2 : 1;

    /// <summary>Whether the agent has to leave and come back to get there.</summary>
    public bool Leaves => At is Point.Attached;

    /// <summary>The rows of a call that waits for a person, for each action: in the order of the call.</summary>
    public static IReadOnlyList<FailpointRow> Held(string action) =>
    [
        new(Point.Read),
        new(Point.Judged),
        new(Point.Parked),
        new(Point.Opening),
        new(Point.Opened),
        new(Point.Attached),
        new(Point.Publishing),
        new(Point.Published),
        new(Point.Announcing),
        new(Point.Announced),
        new(Point.AnnouncementNoted),
        new(Point.Deciding),
        new(Point.Decided),
        new(Point.Waking),
        new(Point.Rung),
        new(Point.Releasing),
        new(Point.Latching),
        // From here on the latch is closed, and whoever cannot prove that it did not run says that nobody knows.
        new(Point.Latched, Ends.Unknown, Runs: 0),
        new(Point.Forwarding, Ends.Unknown, Runs: 0),
        new(Point.Forwarded, Ends.Unknown),
        // A write that fails is tried again while the caller waits; a process that dies cannot.
        new(Point.Completing, action == "kill" ? Ends.Unknown : Ends.InItsResult),
        new(Point.Completed),
        new(Point.Answered),
        new(Point.Delivered),
    ];

    /// <summary>The points at which a message is on its way: there the broker's part counts too.</summary>
    public static IReadOnlyList<Point> OfTheQueue { get; } =
        [Point.Publishing, Point.Published, Point.Announcing, Point.Announced, Point.Waking, Point.Rung];

    /// <summary>The points on the way of a call that nobody has to approve.</summary>
    public static IReadOnlyList<Point> Straight { get; } = [Point.Read, Point.Judged, Point.Reserved, Point.Sending, Point.Sent];
}
