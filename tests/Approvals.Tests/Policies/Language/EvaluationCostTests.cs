using System.Text;
using System.Text.Json;
using Approvals.Calls;
using Approvals.Policies;

namespace Approvals.Tests.Policies.Language;

/// <summary>What a verdict costs in a large policy: 1,000 tools, 20 globs, ten conditions on the tool that is called.</summary>
public sealed class EvaluationCostTests
{
    private static readonly Policy Large = PolicyText.Read(LargePolicy.Json);
    private static readonly JsonDocument Arguments = StrictJson.Parse(Encoding.UTF8.GetBytes(LargePolicy.Arguments), out _)!;

    [Theory]
    [InlineData("called")]
    [InlineData("asking")]
    [InlineData("tool_7")]
    [InlineData("glob_19_x")]
    public void A_verdict_that_does_not_depend_on_the_call_costs_no_memory(string tool) => Assert.Equal(0, Cost(Use.OfTool(tool, Arguments.RootElement)));

    [Fact]
    public void A_denial_costs_no_more_than_its_verdict()
    {
        Assert.Equal(0, Cost(Use.OfTool("denying", Arguments.RootElement)));
        Assert.InRange(Cost(Use.OfTool("unknown", Arguments.RootElement)), 1, 300);
    }

    private static long Cost(Use use)
    {
        for (var warm = 0; warm < 50; warm++)
        {
            _ = Large.Evaluate(use, PolicyText.Facts);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var verdict = Large.Evaluate(use, PolicyText.Facts);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(verdict);
        return cost;
    }
}
