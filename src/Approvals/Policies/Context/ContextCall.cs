namespace Approvals.Policies.Context;

/// <summary>
/// A call of the same upstream that the gateway makes when a request opens, so that those who decide see what the upstream says now.
/// The policy judges it as it judges any other call.
/// </summary>
/// <param name="Tool">The tool's exact name.</param>
/// <param name="Arguments">What it is called with, or null for a call without arguments.</param>
public sealed record ContextCall(string Tool, ArgumentTemplate? Arguments)
{
    /// <summary>The most that one question has.</summary>
    public const int Most = 3;

    // Where the document says so, for complaints.
    internal int At { get; init; }
}
