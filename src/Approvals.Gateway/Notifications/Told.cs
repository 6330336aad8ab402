namespace Approvals.Gateway.Notifications;

/// <summary>How it went to tell somebody.</summary>
internal abstract record Told
{
    private Told()
    {
    }

    /// <summary>They know; <paramref name="Handle"/> is for the next time.</summary>
    public sealed record Done(string? Handle) : Told;

    /// <summary>It did not work, and may later.</summary>
    /// <param name="Why">For an operator; without texts of requests.</param>
    /// <param name="After">How long to wait at least; null leaves it to the announcer.</param>
    /// <param name="HoldsQueue">Whether everything else for this recipient has to wait too.</param>
    public sealed record Later(string Why, TimeSpan? After = null, bool HoldsQueue = false) : Told
    {
        /// <summary>What was done before it broke off, for the next time; null leaves the handle as it was.</summary>
        public string? Handle { get; init; }
    }

    /// <summary>It will never work, or there is no point in it any more.</summary>
    public sealed record Never(string Why) : Told;
}
