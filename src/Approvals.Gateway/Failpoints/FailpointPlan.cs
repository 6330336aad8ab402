using System.Collections.Concurrent;
using System.Diagnostics;

namespace Approvals.Gateway.Failpoints;

/// <summary>
/// What is to happen where: <c>Latched=kill</c> dies there as by SIGKILL and <c>Latched=fail</c> throws there, each the first time that it
/// is reached; <c>Latching=skip</c> leaves a step out every time. Several are separated by commas.
/// </summary>
internal sealed class FailpointPlan
{
    public const string Variable = "APPROVALS_FAILPOINTS";

    private readonly ConcurrentDictionary<Point, string> _once = [];
    private readonly HashSet<Point> _skipped = [];

    /// <exception cref="InvalidOperationException">It asks for what there is not.</exception>
    public static FailpointPlan Read(string asked)
    {
        var plan = new FailpointPlan();
        foreach (var one in asked.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            switch (one.Split('='))
            {
                case [var name, "skip"] when Enum.TryParse<Point>(name, out var point):
                    plan._skipped.Add(point);
                    break;
                case [var name, "kill" or "fail"] when Enum.TryParse<Point>(name, out var point):
                    plan._once[point] = one[(name.Length + 1)..];
                    break;
                default:
                    throw new InvalidOperationException(
                        $"{Variable}: '{one}' is not one of {string.Join(", ", Enum.GetNames<Point>())} with =kill, =fail or =skip.");
            }
        }

        return plan;
    }

    public bool Skips(Point point) => _skipped.Contains(point);

    public void Reach(Point point)
    {
        if (!_once.TryRemove(point, out var action))
        {
            return;
        }

        Console.Out.WriteLine($"Failpoint {point}: {action}");
        Console.Out.Flush();
        if (action == "fail")
        {
            throw new FailpointException(point);
        }

        Process.GetCurrentProcess().Kill();
        // The signal may take a moment, and nothing may happen in it.
        Thread.CurrentThread.Join();
    }
}

/// <summary>Thrown where a test asked for a failure. Nothing may catch it by its type.</summary>
internal sealed class FailpointException(Point point) : Exception($"The step {point} was made to fail.");
