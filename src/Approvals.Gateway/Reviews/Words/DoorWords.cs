using Approvals.Requests;

namespace Approvals.Gateway.Reviews.Words;

/// <summary>The doors by which decisions come, as people call them.</summary>
internal static class DoorWords
{
    /// <param name="via">As a decision has it.</param>
    public static string Of(string via) => via switch
    {
        "web" => "the page",
        "api" or "hub" => "the API",
        Remembering.Via => "an earlier approval",
        // A channel is called what it is called.
        _ => char.ToUpperInvariant(via[0]) + via[1..],
    };
}
