namespace Approvals.Gateway.Failpoints;

/// <summary>
/// The instants of a call's life between which something can break, in the order of a call that a person approves. Each has its rows in
/// the failpoint tests: what must hold when the process dies there, and when the step fails there.
/// </summary>
internal enum Point
{
    /// <summary>The message was read; nothing was judged.</summary>
    Read,

    /// <summary>The policy has spoken.</summary>
    Judged,

    /// <summary>An allowed call has its places in the limits, on disk if they are exact.</summary>
    Reserved,

    /// <summary>An allowed call is about to be sent.</summary>
    Sending,

    /// <summary>An allowed call's upstream has begun to answer.</summary>
    Sent,

    /// <summary>An equal call took the place of one whose caller is gone.</summary>
    Attached,

    /// <summary>The waiter is registered; its record does not exist yet.</summary>
    Parked,

    /// <summary>Inside the transaction that opens the request.</summary>
    Opening,

    /// <summary>The request is on disk.</summary>
    Opened,

    /// <summary>The outbox is about to hand a message to the bus.</summary>
    Publishing,

    /// <summary>The bus has it; the outbox has not noted that.</summary>
    Published,

    /// <summary>The consumer has the message and has told nobody.</summary>
    Announcing,

    /// <summary>People were told; that was not noted.</summary>
    Announced,

    /// <summary>It was noted; the message is not done.</summary>
    AnnouncementNoted,

    /// <summary>Inside the transaction that records a decision.</summary>
    Deciding,

    /// <summary>The decision is on disk; the reviewer was not told.</summary>
    Decided,

    /// <summary>The resolution arrived; nobody was rung.</summary>
    Waking,

    /// <summary>The waiter was rung; the message is not done.</summary>
    Rung,

    /// <summary>Everything was checked and the places in the limits are taken; the latch is open.</summary>
    Releasing,

    /// <summary>Inside the transaction that closes the latch.</summary>
    Latching,

    /// <summary>The latch is closed; nothing was sent.</summary>
    Latched,

    /// <summary>The approved call is about to be sent.</summary>
    Forwarding,

    /// <summary>Its upstream has begun to answer.</summary>
    Forwarded,

    /// <summary>Inside the transaction that writes what came of it.</summary>
    Completing,

    /// <summary>What came of it is on disk; its agent has heard nothing.</summary>
    Completed,

    /// <summary>The agent has its answer; that was not noted.</summary>
    Answered,

    /// <summary>It was noted.</summary>
    Delivered,
}
