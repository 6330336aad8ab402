namespace Approvals.Gateway.Storage.Views;

/// <summary>Which of what waits somebody wants to see, and in which order. Null is no wish; a text is part of a name, in either case.</summary>
/// <param name="Upstream">Part of the upstream's name.</param>
/// <param name="Tool">Part of the tool's name.</param>
/// <param name="Grant">Part of the grant's name.</param>
/// <param name="Owner">Part of the owner's name.</param>
/// <param name="OnlyMine">Only what this person may decide and has not decided.</param>
/// <param name="Order">What comes first.</param>
public sealed record WaitingFilter(string? Upstream, string? Tool, string? Grant, string? Owner, bool OnlyMine, WaitingOrder Order)
{
    /// <summary>Only calls of this person's own grants. Default: false.</summary>
    public bool OnlyOwned { get; init; }

    public static WaitingFilter Everything { get; } = new(null, null, null, null, OnlyMine: false, WaitingOrder.Expiry);

    /// <summary>Whether it leaves anything out.</summary>
    public bool IsNarrow => this with { Order = WaitingOrder.Expiry } != Everything;
}

/// <summary>What comes first in the inbox.</summary>
public enum WaitingOrder
{
    /// <summary>What expires soonest.</summary>
    Expiry,

    /// <summary>What came last.</summary>
    Newest,

    /// <summary>What came first.</summary>
    Oldest,
}
