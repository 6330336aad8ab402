using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>A caller leaves while its call runs, by an upstream without sessions.</summary>
public class LeavingCallerTests : BankStories
{
    [Fact]
    public async Task In_the_older_era_a_running_call_runs_on_and_its_result_waits_for_the_equal_call()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        var ran = await LeaveRunningAsync(alice);

        Bank.LetGo();
        await SeesOutcomeAsync(ran, "completed");
        using var again = await alice.CallAsync("slow", "{}");

        Assert.Equal("application/json", again.MediaType);
        Assert.Equal("slow {}", (await again.AnswerAsync()).Text);
        Assert.Equal(1, Bank.CountOf("slow"));
        using var more = await alice.CallAsync("slow", "{}");
        Assert.NotEqual(IdOf(ran), IdOf(await Bob.SeesOneAsync()));
    }

    [Fact]
    public async Task In_the_older_era_an_equal_call_that_comes_while_it_still_runs_waits_for_the_result()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        var ran = await LeaveRunningAsync(alice);

        using var again = await alice.CallAsync("slow", "{}");
        await World.SeesCallersAsync(1);
        Assert.Empty(await Bob.SeesPendingAsync(0));
        Bank.LetGo();

        Assert.Equal("slow {}", (await again.AnswerAsync()).Text);
        Assert.Equal(1, Bank.CountOf("slow"));
        Assert.Equal("completed", await OutcomeOfAsync(ran));
    }

    [Fact]
    public async Task In_the_newer_era_leaving_cancels_a_running_call_and_its_outcome_is_unknown()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var ran = await LeaveRunningAsync(alice);

        using var again = await alice.CallAsync("slow", "{}");
        var answer = await again.AnswerAsync();

        Assert.StartsWith($"[OUTCOME UNKNOWN] {IdOf(ran)} was sent", answer.Text);
        Assert.Equal("outcome_unknown", answer.Code);
        Assert.Equal("unknown", await OutcomeOfAsync(ran));
        Assert.Equal(1, Bank.CountOf("slow"));
    }

    private async Task<JsonElement> LeaveRunningAsync(WireAgent alice)
    {
        using var call = await alice.CallAsync("slow", "{}");
        var waits = await Bob.SeesOneAsync();
        await Bob.ApproveAsync(waits);
        await Bank.SlowRuns;
        call.Leave();
        await World.SeesEveryCallerGoneAsync();
        return waits;
    }
}
