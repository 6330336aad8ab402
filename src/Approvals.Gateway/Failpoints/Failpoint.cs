using System.Diagnostics;

namespace Approvals.Gateway.Failpoints;

/// <summary>
/// Lets a test break the gateway at a named instant. Only the build configuration <c>Failpoints</c> reaches any of it, and that does
/// nothing either until <c>APPROVALS_FAILPOINTS</c> asks for something, in the words of <see cref="FailpointPlan"/>.
/// </summary>
internal static class Failpoint
{
#if FAILPOINTS
    private const bool IsBuilt = true;
#else
    private const bool IsBuilt = false;
#endif

    private static readonly Lazy<FailpointPlan> Plan = new(() => FailpointPlan.Read(Environment.GetEnvironmentVariable(FailpointPlan.Variable) ?? ""));

    /// <summary>Says that a call has come this far. In an ordinary build, calls of this vanish.</summary>
    /// <exception cref="FailpointException">It was asked to fail here.</exception>
    [Conditional("FAILPOINTS")]
    public static void Reach(Point point) => Plan.Value.Reach(point);

    /// <summary>Whether a step is to be left out, to see that somebody notices. Never, in an ordinary build.</summary>
    public static bool Skips(Point point) => IsBuilt && Plan.Value.Skips(point);
}
