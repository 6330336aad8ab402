using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>A caller leaves before anybody decided, and the same call comes again.</summary>
public class ReturningCallerTests : BankStories
{
    private protected override void Arrange(GatewayWorld world) => world.WithFakeClock();

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_call_that_was_given_up_and_made_again_is_one_request_and_one_run(string era)
    {
        await using var alice = await AliceAsync(era);
        using var patience = new CancellationTokenSource();
        var first = alice.CallsAsync("pay", new { amount = 3 }, stop: patience.Token);
        var waits = await Bob.SeesOneAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await World.SeesEveryCallerGoneAsync();

        var again = alice.CallsAsync("pay", new { amount = 3 });
        await World.SeesCallersAsync(1);
        Assert.Equal(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
        await Bob.ApproveAsync(waits);

        Assert.Equal("""pay {"amount":3}""", (await again).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
        Assert.Single(await Bob.SeesAsync("all", 1));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_call_that_is_made_again_while_its_first_attempt_is_still_being_written_down_is_one_request(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        var disk = new TaskCompletionSource<bool>();
        var busy = World.Services.GetRequiredService<WriteQueue>().RunAsync(_ => disk.Task);

        using var patience = new CancellationTokenSource();
        var first = alice.CallAsync("pay", "{}", stop: patience.Token);
        await World.SeesCallersAsync(1);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await World.SeesEveryCallerGoneAsync();
        var again = alice.CallAsync("pay", "{}");
        // It has passed the place where it would look for the first by the time that all these were served.
        for (var number = 0; number < 20; number++)
        {
            await Bob.ListAsync();
        }

        disk.SetResult(true);
        await busy;
        await World.SeesCallersAsync(1);
        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        using var answered = await again;
        Assert.Equal("pay {}", (await answered.AnswerAsync()).Text);
        Assert.Single(await Bob.SeesAsync("all", 1));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task What_is_approved_with_nobody_there_runs_when_the_same_call_comes_and_only_once(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        var waits = await LeaveBehindAsync(alice);

        await Bob.ApproveAsync(waits);
        Assert.Equal(0, Bank.CountOf("pay"));
        using var claim = await alice.CallAsync("pay", "{}");
        Assert.Equal("pay {}", (await claim.AnswerAsync()).Text);

        // The claim is spent: one more is a new question.
        using var more = await alice.CallAsync("pay", "{}");
        Assert.NotEqual(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Of_two_equal_calls_that_race_for_an_approval_one_runs_and_one_asks_again(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        var waits = await LeaveBehindAsync(alice, "slow");
        await Bob.ApproveAsync(waits);

        var both = await Task.WhenAll(alice.CallAsync("slow", "{}"), alice.CallAsync("slow", "{}"));
        using var one = both[0];
        using var other = both[1];
        await Bank.SlowRuns;
        await Bob.SeesOneAsync();

        Assert.Equal(1, Bank.CountOf("slow"));
        Assert.Equal(2, (await Bob.SeesAsync("all", 2)).Length);
    }

    [Fact]
    public async Task An_approval_that_nobody_comes_for_lapses_and_the_next_call_asks_again()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        await Bob.ApproveAsync(waits);

        World.Clock!.Advance(TimeSpan.FromMinutes(15));
        using var late = await alice.CallAsync("pay", "{}");
        Assert.NotEqual(IdOf(waits), IdOf(await Bob.SeesOneAsync()));

        var lapsed = await Bob.GetAsync(IdOf(waits));
        Assert.Equal("approved", lapsed.GetProperty("status").GetString());
        Assert.Equal("lapsed", lapsed.GetProperty("outcome").GetString());
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task An_approval_is_claimable_until_its_last_moment()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        await Bob.ApproveAsync(waits);

        World.Clock!.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1));
        using var claim = await alice.CallAsync("pay", "{}");

        Assert.Equal("pay {}", (await claim.AnswerAsync()).Text);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_denial_stands_for_ten_minutes_and_not_longer(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        await Bob.DenyAsync(waits, "No.");
        Assert.Equal("approval_denied", (await call).Code);

        for (var minute = 0; minute < 10; minute++)
        {
            var again = await alice.CallsAsync("pay");
            Assert.Equal("[APPROVAL DENIED] bob denied this call: No. Do not try it again.", again.Text);
            Assert.Equal(IdOf(waits), again.Outcome!.Value.GetProperty("approvalId").GetString());
            World.Clock!.Advance(TimeSpan.FromMinutes(1));
        }

        var after = alice.CallsAsync("pay");
        Assert.NotEqual(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
        await Bob.DenyAsync(await Bob.SeesOneAsync());
        Assert.Equal("[APPROVAL DENIED] bob denied this call. Do not try it again.", (await after).Text);
    }

    [Fact]
    public async Task A_denial_does_not_stand_for_other_grants_or_other_arguments()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        await Bob.DenyAsync(await LeaveBehindAsync(alice));

        using var other = await alice.CallAsync("pay", """{"amount":1}""");
        await Bob.SeesPendingAsync(1);
        using var eve = await WireAgent.ConnectAsync(World, Agent.Modern, GatewayWorld.EveToken);
        using var hers = await eve.CallAsync("pay", "{}");
        await Bob.SeesPendingAsync(2);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task An_expiry_that_nobody_heard_of_is_told_once(string era)
    {
        using var alice = await AliceOnTheWireAsync(era);
        var waits = await LeaveBehindAsync(alice);
        World.Clock!.Advance(TimeSpan.FromMinutes(30));
        await Bob.SeesAsync("expired", 1);

        using var again = await alice.CallAsync("pay", "{}");
        var told = await again.AnswerAsync();
        Assert.Equal("approval_expired", told.Code);
        Assert.Equal(IdOf(waits), told.Outcome!.Value.GetProperty("approvalId").GetString());

        using var more = await alice.CallAsync("pay", "{}");
        Assert.NotEqual(IdOf(waits), IdOf(await Bob.SeesOneAsync()));
    }

    [Fact]
    public async Task An_expiry_that_nobody_heard_of_is_forgotten_after_the_claim()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        await LeaveBehindAsync(alice);
        World.Clock!.Advance(TimeSpan.FromMinutes(30));
        await Bob.SeesAsync("expired", 1);
        World.Clock.Advance(TimeSpan.FromMinutes(15));

        using var again = await alice.CallAsync("pay", "{}");

        await Bob.SeesOneAsync();
    }
}
