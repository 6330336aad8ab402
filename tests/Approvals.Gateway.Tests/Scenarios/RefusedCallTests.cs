using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>What an agent reads when its held call does not run.</summary>
public class RefusedCallTests : BankStories
{
    private protected override void Arrange(GatewayWorld world) => world
        .WithFakeClock()
        .WithSetting("Gateway:Hold", "1h")
        .WithSetting("Gateway:MaxPendingPerGrant", 2)
        .WithPolicy("bank", """
            {"version":"1","default":"deny","tools":{
              "look":{},
              "pay":{"action":"require_approval","reason":"Moves money.","approval":{"reviewers":["sre"],"expires":"5m"},
                     "limits":[{"counter":"payments","window":"minute","max":1}]}}}
            """);

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_denied_call_reads_who_denied_it_and_why(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay", new { amount = 1 });
        var waits = await Bob.SeesOneAsync();

        await Bob.DenyAsync(waits, "Not this month.");
        var answer = await call;

        Assert.Equal("[APPROVAL DENIED] bob denied this call: Not this month. Do not try it again.", answer.Text);
        Assert.True(answer.IsError);
        Assert.Equal("approval_denied", answer.Code);
        Assert.Equal("/tools/pay/action", answer.Outcome!.Value.GetProperty("rule").GetString());
        Assert.Equal(IdOf(waits), answer.Outcome.Value.GetProperty("approvalId").GetString());
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_call_that_nobody_answered_reads_that_it_expired(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        var before = World.Clock!.GetUtcNow();
        using var call = await alice.CallAsync("pay", "{}");
        var waits = await Bob.SeesOneAsync();

        var answer = await World.PassTimeUntilAsync(call.AnswerAsync());

        Assert.True(World.Clock.GetUtcNow() - before >= TimeSpan.FromMinutes(5));
        Assert.Equal("[APPROVAL EXPIRED] Nobody answered in time. It did not run.", answer.Text);
        Assert.Equal("approval_expired", answer.Code);
        var late = await Bob.DecideAsync(waits, "approve");
        Assert.Equal(410, (int)late.StatusCode);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_full_window_at_the_release_leaves_the_approval_for_the_next_try(string era)
    {
        await using var alice = await AliceAsync(era);
        var first = alice.CallsAsync("pay", new { to = "Ann" });
        var ann = await Bob.SeesOneAsync();
        var second = alice.CallsAsync("pay", new { to = "Ben" });
        var ben = (await Bob.SeesPendingAsync(2)).Single(other => IdOf(other) != IdOf(ann));
        await Bob.ApproveAsync(ann);
        Assert.False((await first).IsError);

        await Bob.ApproveAsync(ben);
        var limited = await second;

        Assert.StartsWith("[RATE LIMITED] At most 1 calls in 60 seconds (payments).", limited.Text);
        Assert.EndsWith("The approval still stands: call again with the same arguments.", limited.Text);
        Assert.Equal(IdOf(ben), limited.Outcome!.Value.GetProperty("approvalId").GetString());
        Assert.InRange(limited.Outcome.Value.GetProperty("retryAfterSeconds").GetInt32(), 1, 60);
        Assert.Equal("approved", (await Bob.GetAsync(IdOf(ben))).GetProperty("status").GetString());
        Assert.Null(await OutcomeOfAsync(ben));

        World.Clock!.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("""pay {"to":"Ben"}""", (await alice.CallsAsync("pay", new { to = "Ben" })).Text);
        Assert.Equal(2, Bank.CountOf("pay"));
        Assert.Equal("completed", await OutcomeOfAsync(ben));
    }

    [Fact]
    public async Task A_full_window_refuses_a_new_call_before_anybody_is_asked()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var first = alice.CallsAsync("pay", new { to = "Ann" });
        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        await first;

        var limited = await alice.CallsAsync("pay", new { to = "Ben" });

        Assert.Equal("rate_limited", limited.Code);
        Assert.False(limited.Outcome!.Value.TryGetProperty("approvalId", out _));
        Assert.Empty(await Bob.SeesPendingAsync(0));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Past_the_cap_nobody_is_asked(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        using var first = await alice.CallAsync("pay", """{"n":1}""");
        using var second = await alice.CallAsync("pay", """{"n":2}""");
        var waiting = await Bob.SeesPendingAsync(2);

        using var third = await alice.CallAsync("pay", """{"n":3}""");

        var answer = await third.AnswerAsync();
        Assert.Equal("application/json", third.MediaType);
        Assert.StartsWith("[TOO MANY PENDING] ", answer.Text);
        Assert.Equal("too_many_pending", answer.Code);
        Assert.True(answer.Outcome!.Value.GetProperty("retryAfterSeconds").GetInt32() > 0);
        Assert.Equal(waiting.Select(IdOf), (await Bob.SeesPendingAsync(2)).Select(IdOf));

        // Another grant has a cap of its own, and a resolved request makes room.
        using var eve = await WireAgent.ConnectAsync(World, era, GatewayWorld.EveToken);
        using var hers = await eve.CallAsync("pay", """{"n":3}""");
        await Bob.SeesPendingAsync(3);
        await Bob.DenyAsync(waiting[0]);
        using var fourth = await alice.CallAsync("pay", """{"n":3}""");
        await Bob.SeesPendingAsync(3);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task What_is_refused_at_once_is_plain_json_and_complete(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);

        using var call = await alice.CallAsync("steal", "{}");

        var result = (await call.MessageAsync())!.Value.GetProperty("result");
        Assert.Equal("application/json", call.MediaType);
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Equal(era == Agent.Modern ? "complete" : null, result.TryGetProperty("resultType", out var type) ? type.GetString() : null);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task What_is_refused_later_is_complete_too(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        using var call = await alice.CallAsync("pay", "{}");
        await Bob.DenyAsync(await Bob.SeesOneAsync());

        JsonElement result = (await call.MessageAsync())!.Value.GetProperty("result");

        Assert.Equal(era == Agent.Modern ? "complete" : null, result.TryGetProperty("resultType", out var type) ? type.GetString() : null);
    }
}
