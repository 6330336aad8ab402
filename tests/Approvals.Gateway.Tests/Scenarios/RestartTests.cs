using System.Text.Json;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>The gateway ends and starts again in the middle of a story: the database is the truth.</summary>
public class RestartTests : BankStories
{
    private protected override void Arrange(GatewayWorld world) => world.WithFakeClock();

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task What_waits_keeps_its_id_its_fingerprint_and_its_expiry_and_the_same_call_attaches(string era)
    {
        using var before = await AliceOnTheWireAsync(era);
        var calls = await Task.WhenAll(Enumerable.Range(1, 3).Select(n => before.CallAsync("pay", $$"""{"n":{{n}}}""")));
        var waited = await Bob.SeesPendingAsync(3);
        World.Clock!.Advance(TimeSpan.FromSeconds(5));

        await RestartAsync();

        // Who was connected is told to come again, rather than cut off.
        foreach (var call in calls)
        {
            Assert.StartsWith("[APPROVAL PENDING] ", (await call.AnswerAsync()).Text);
        }

        var waits = await Bob.SeesPendingAsync(3);
        Assert.Equal(waited.Select(Lasting), waits.Select(Lasting));
        foreach (var approval in waits)
        {
            using var alice = await AliceOnTheWireAsync(era);
            var arguments = approval.GetProperty("arguments").GetRawText();
            using var again = await alice.CallAsync("pay", arguments);
            await World.SeesCallersAsync(1);
            await Bob.ApproveAsync(approval);
            Assert.Equal($"pay {arguments}", (await again.AnswerAsync()).Text);
        }

        Assert.Equal(3, Bank.CountOf("pay"));
        Assert.Equal(3, (await Bob.SeesAsync("all", 3)).Length);
    }

    [Fact]
    public async Task What_waits_can_be_decided_after_the_restart_and_is_claimed_later()
    {
        using var before = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(before);

        await RestartAsync();
        await Bob.ApproveAsync(waits);

        Assert.Equal(0, Bank.CountOf("pay"));
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        using var claim = await alice.CallAsync("pay", "{}");
        Assert.Equal("pay {}", (await claim.AnswerAsync()).Text);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task What_was_approved_before_the_restart_is_claimed_after_it_once(string era)
    {
        using var before = await AliceOnTheWireAsync(era);
        var waits = await LeaveBehindAsync(before);
        await Bob.ApproveAsync(waits);

        await RestartAsync();

        Assert.Equal(0, Bank.CountOf("pay"));
        await using var alice = await AliceAsync(era);
        Assert.Equal("pay {}", (await alice.CallsAsync("pay")).Text);
        var more = alice.CallsAsync("pay");
        await Bob.DenyAsync(await Bob.SeesOneAsync());
        Assert.Equal("approval_denied", (await more).Code);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task An_answer_that_nobody_got_survives()
    {
        using var before = await AliceOnTheWireAsync(Agent.Legacy);
        using var call = await before.CallAsync("slow", "{}");
        var waits = await Bob.SeesOneAsync();
        await Bob.ApproveAsync(waits);
        await Bank.SlowRuns;
        call.Leave();
        await World.SeesEveryCallerGoneAsync();
        Bank.LetGo();
        await SeesOutcomeAsync(waits, "completed");

        await RestartAsync();

        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        using var again = await alice.CallAsync("slow", "{}");
        Assert.Equal("slow {}", (await again.AnswerAsync()).Text);
        Assert.Equal(1, Bank.CountOf("slow"));
    }

    [Fact]
    public async Task A_denial_and_an_expiry_survive()
    {
        using var before = await AliceOnTheWireAsync(Agent.Modern);
        await LeaveBehindAsync(before, arguments: """{"n":1}""");
        World.Clock!.Advance(TimeSpan.FromMinutes(30));
        await Bob.SeesAsync("expired", 1);
        await Bob.DenyAsync(await LeaveBehindAsync(before, arguments: """{"n":2}"""));

        await RestartAsync();

        await using var alice = await AliceAsync(Agent.Modern);
        Assert.Equal("approval_expired", (await alice.CallsAsync("pay", new { n = 1 })).Code);
        Assert.Equal("approval_denied", (await alice.CallsAsync("pay", new { n = 2 })).Code);
        Assert.Equal("approval_denied", (await alice.CallsAsync("pay", new { n = 2 })).Code);
        Assert.Empty(await Bob.SeesPendingAsync(0));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_policy_that_denies_now_wins_over_an_approval(string era)
    {
        using var before = await AliceOnTheWireAsync(era);
        var waits = await LeaveBehindAsync(before);
        await Bob.ApproveAsync(waits);

        World.WithPolicy("bank", """{"version":"1","default":"deny","tools":{"look":{},"pay":{"action":"deny","reason":"The books are closed."}}}""");
        await RestartAsync();

        await using var alice = await AliceAsync(era);
        Assert.Equal("[POLICY DENIED] The books are closed.", (await alice.CallsAsync("pay")).Text);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_policy_that_wants_other_reviewers_now_revokes_an_approval(string era)
    {
        using var before = await AliceOnTheWireAsync(era);
        var waits = await LeaveBehindAsync(before);
        await Bob.ApproveAsync(waits);

        World.WithPolicy("bank", Policy.Replace("\"sre\"", "\"finance\"", StringComparison.Ordinal));
        await RestartAsync();

        await using var alice = await AliceAsync(era);
        var answer = await alice.CallsAsync("pay");
        Assert.Equal("[APPROVAL WITHDRAWN] Those who approved it may not any more, or the policy asks for others now. It did not run.", answer.Text);
        Assert.Equal("approval_withdrawn", answer.Code);
        Assert.Equal("refused", await OutcomeOfAsync(waits));

        var again = alice.CallsAsync("pay");
        var carol = World.Reviewer(GatewayWorld.CarolToken);
        await carol.ApproveAsync(await carol.SeesOneAsync());
        Assert.Equal("pay {}", (await again).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task A_reviewer_who_left_their_group_does_not_count_any_more()
    {
        using var before = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(before);
        await Bob.ApproveAsync(waits);

        World.WithSetting("Reviewers:bob:Groups", new System.Text.Json.Nodes.JsonArray("finance"));
        await RestartAsync();

        await using var alice = await AliceAsync(Agent.Modern);
        Assert.Equal("approval_withdrawn", (await alice.CallsAsync("pay")).Code);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    private static (string?, string?, DateTime) Lasting(JsonElement approval) =>
        (IdOf(approval), approval.GetProperty("fingerprint").GetString(), approval.GetProperty("expiresAt").GetDateTime());
}
