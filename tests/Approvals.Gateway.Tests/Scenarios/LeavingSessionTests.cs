using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>What a session of the older era can say about a call that it made.</summary>
public sealed class LeavingSessionTests : BankStories
{
    private protected override bool HasSessions => true;

    private protected override void Arrange(GatewayWorld world) => world.WithFakeClock();

    [Fact]
    public async Task A_cancellation_ends_a_held_call_and_the_request_stays_for_the_equal_call()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        using var call = await alice.CallAsync("pay", "{}");
        var waits = await Bob.SeesOneAsync();

        await alice.NotifyAsync("notifications/cancelled", $$"""{"requestId":{{alice.LastId}},"reason":"tired"}""");

        Assert.True(await call.EndsUnansweredAsync());
        using var again = await alice.CallAsync("pay", "{}");
        await World.SeesCallersAsync(1);
        Assert.Equal(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
        await Bob.ApproveAsync(waits);
        Assert.Equal("pay {}", (await again.AnswerAsync()).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task A_cancellation_of_another_session_or_of_another_call_ends_nothing()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        using var other = await AliceOnTheWireAsync(Agent.Legacy);
        using var call = await alice.CallAsync("pay", "{}");
        var waits = await Bob.SeesOneAsync();

        await other.NotifyAsync("notifications/cancelled", $$"""{"requestId":{{alice.LastId}}}""");
        await alice.NotifyAsync("notifications/cancelled", $$"""{"requestId":{{alice.LastId + 1}}}""");
        await alice.NotifyAsync("notifications/cancelled", $$"""{"requestId":"{{alice.LastId}}"}""");
        await Bob.ApproveAsync(waits);

        Assert.Equal("pay {}", (await call.AnswerAsync()).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancellation_of_a_running_call_reaches_its_upstream_and_the_outcome_is_unknown(bool byEndOfSession)
    {
        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        using var call = await alice.CallAsync("slow", "{}");
        var waits = await Bob.SeesOneAsync();
        await Bob.ApproveAsync(waits);
        await Bank.SlowRuns;

        await (byEndOfSession ? alice.EndSessionAsync() : alice.NotifyAsync("notifications/cancelled", $$"""{"requestId":{{alice.LastId}}}"""));

        Assert.Contains(Bank.Heard, said => byEndOfSession ? said == "DELETE " : said.Contains($"\"requestId\":{alice.LastId}", StringComparison.Ordinal));
        using var later = await AliceOnTheWireAsync(Agent.Legacy);
        using var again = await later.CallAsync("slow", "{}");
        Assert.Equal("outcome_unknown", (await World.PassTimeUntilAsync(again.AnswerAsync())).Code);
        Assert.True(await call.EndsUnansweredAsync());
        Assert.Equal("unknown", await OutcomeOfAsync(waits));
        Assert.Equal(1, Bank.CountOf("slow"));
    }

    [Fact]
    public async Task The_end_of_a_session_ends_its_held_calls_and_the_request_stays_for_a_new_session()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        using var call = await alice.CallAsync("pay", "{}");
        var waits = await Bob.SeesOneAsync();

        await alice.EndSessionAsync();

        Assert.True(await call.EndsUnansweredAsync());
        using var later = await AliceOnTheWireAsync(Agent.Legacy);
        using var again = await later.CallAsync("pay", "{}");
        await World.SeesCallersAsync(1);
        Assert.Equal(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
        await Bob.ApproveAsync(waits);
        Assert.Equal("pay {}", (await again.AnswerAsync()).Text);
    }

    [Fact]
    public async Task A_session_that_its_upstream_ended_while_the_call_waited_leaves_the_approval_for_a_new_one()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        using var call = await alice.CallAsync("pay", "{}");
        var waits = await Bob.SeesOneAsync();
        Bank.Turns("tools/list", 404);

        await Bob.ApproveAsync(waits);
        var answer = await call.AnswerAsync();

        Assert.StartsWith("[UPSTREAM UNAVAILABLE] Its upstream ended the session; start a new one.", answer.Text);
        Bank.Recovers("tools/list");
        using var later = await AliceOnTheWireAsync(Agent.Legacy);
        using var again = await later.CallAsync("pay", "{}");
        Assert.Equal("pay {}", (await again.AnswerAsync()).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }
}
