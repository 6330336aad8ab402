using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>F43: Slack is down, slow, full, or forgets. Calls and decisions elsewhere never notice; the messages catch up.</summary>
public sealed class SlackTroubleTests : SlackStories
{
    [Fact]
    public async Task While_Slack_is_down_calls_are_decided_on_the_page_and_readiness_says_what_is_wrong()
    {
        Slack.IsDown = true;
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        await World.Log.SeesAsync("cannot be told of requests");
        using var http = World.Http();
        var ready = await http.GetAsync("/healthz/ready");
        Assert.Equal(200, (int)ready.StatusCode);
        Assert.Contains("Degraded\nnotifications: slack:C0SRE: chat.postMessage was answered with HTTP 503.", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        Assert.False((await call).IsError);

        Slack.IsDown = false;
        await Slack.SeesCardAsync("· ran");
        await World.Log.SeesAsync("can be told of requests again");
        Assert.Single(Slack.Cards);
    }

    [Fact]
    public async Task A_pause_that_Slack_asks_for_is_kept()
    {
        Slack.Limit("chat.postMessage", seconds: 1);
        await using var alice = await AliceAsync(Agent.Modern);
        var before = TimeProvider.System.GetUtcNow();
        var call = alice.CallsAsync("pay");
        var card = await Slack.SeesCardAsync();
        Assert.True(TimeProvider.System.GetUtcNow() - before >= TimeSpan.FromSeconds(1));
        Assert.Equal(2, Slack.Calls.Count(called => called.Method == "chat.postMessage"));

        Slack.Limit("chat.update", seconds: 1);
        await Member(BobInSlack).ClickAsync(card, "Approve");
        Assert.False((await call).IsError);
        await Slack.SeesCardAsync("· ran");
    }

    [Theory]
    [InlineData("invalid_auth", "set Slack:BotToken")]
    [InlineData("channel_not_found", "check its id and invite the app")]
    [InlineData("missing_scope", "give it chat:write")]
    public async Task What_an_operator_has_to_mend_is_said_so(string error, string words)
    {
        Slack.Refuse("chat.postMessage", error);
        await using var alice = await AliceAsync(Agent.Modern);
        using var gone = new CancellationTokenSource();
        _ = alice.CallsAsync("pay", stop: gone.Token);

        Assert.Contains(words, (await World.Log.SeesAsync("cannot be told of requests")).Text, StringComparison.Ordinal);
        await gone.CancelAsync();
    }

    [Fact]
    public async Task A_restart_goes_on_editing_the_same_message()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        var card = await Slack.SeesCardAsync();
        await RestartAsync();

        await Bob.DenyAsync(waits, "no");

        var over = await Slack.SeesCardAsync("Denied by bob");
        Assert.Equal(card.Ts, over.Ts);
        Assert.Single(Slack.Cards);
    }

    [Fact]
    public async Task What_was_decided_while_the_message_could_not_be_edited_is_edited_after_a_restart()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        await Slack.SeesCardAsync();
        Slack.IsDown = true;
        await Bob.DenyAsync(waits, "no");
        await RestartAsync();
        Slack.IsDown = false;

        await Slack.SeesCardAsync("Denied by bob");
        Assert.Single(Slack.Cards);
    }

    [Fact]
    public async Task A_message_that_somebody_deleted_stays_deleted_once_the_request_is_decided()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("slow");
        var card = await Slack.SeesCardAsync();
        Slack.Delete(card);
        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        await Slack.SeesAsync(_ => Slack.Calls.Any(called => called.Method == "chat.update"));

        Bank.LetGo();
        Assert.False((await call).IsError);
        Assert.Empty(Slack.Cards);
    }

    [Fact]
    public async Task A_conversation_that_does_not_answer_holds_up_no_other()
    {
        await World.StopAsync();
        World.WithSetting("Slack:DirectMessages", true);
        await World.StartAsync();
        Slack.Conversations.Clear();
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");

        var card = await Slack.SeesCardAsync(conversation: "D0BOB");
        await Slack.SeesCardAsync(conversation: "D0DAVE");
        Assert.DoesNotContain(Slack.Cards, message => message.Conversation is "D0CAROL" or "D0ALICE");
        await Member(BobInSlack).ClickAsync(card, "Approve");

        Assert.False((await call).IsError);
        await Slack.SeesCardAsync("Approved by bob", "D0DAVE");
    }
}

/// <summary>What Slack never takes, with a clock that can be moved.</summary>
public sealed class HopelessSlackTests : SlackStories
{
    private protected override void Arrange(GatewayWorld world)
    {
        base.Arrange(world);
        world.WithFakeClock();
    }

    [Fact]
    public async Task What_has_ended_is_not_tried_for_ever()
    {
        Slack.Refuse("chat.postMessage", "channel_not_found", times: 1_000);
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        await World.Log.SeesAsync("cannot be told of requests");
        await Bob.DenyAsync(waits, "no");
        Assert.Equal("approval_denied", (await call).Code);

        var deliveries = World.Services.GetRequiredService<FollowedDeliveries>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await deliveries.ListAsync(IdOf(waits), limit.Token)).Any(row => !row.IsOver))
        {
            World.Clock!.Advance(TimeSpan.FromMinutes(1));
            await rounds.WaitForNextTickAsync(limit.Token);
        }

        Assert.InRange(Slack.Calls.Count(called => called.Method == "chat.postMessage"), 2, 31);
    }
}
