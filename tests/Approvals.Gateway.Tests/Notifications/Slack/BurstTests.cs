using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>An agent that asks for much at once does not fill the conversation.</summary>
public sealed class BurstTests : SlackStories
{
    private protected override string OtherPolicy => """
        {"version":"1","tools":{"pay":{"action":"require_approval"},"hidden":{"action":"require_approval","approval":{"risk":"critical"}}}}
        """;

    private protected override void Arrange(GatewayWorld world)
    {
        base.Arrange(world);
        world.WithSetting("Slack:BurstSize", 2).WithSetting("Slack:BurstWindow", "1h");
    }

    [Fact]
    public async Task Its_first_calls_have_messages_and_the_others_share_one_that_counts_them()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        List<Task<ToolAnswer>> calls = [];
        for (var number = 1; number <= 5; number++)
        {
            calls.Add(alice.CallsAsync("pay", new { number }));
            await Bob.SeesPendingAsync(number);
        }

        var shared = await Slack.SeesCardAsync("3 more calls to decide");
        Assert.Equal(3, Slack.Cards.Count);
        Assert.Equal(["Open the inbox"], shared.Buttons);
        Assert.Equal($"{World.Url}?grant=alice", shared.Button("Open the inbox").GetProperty("url").GetString());
        Assert.DoesNotContain("number", shared.Words, StringComparison.Ordinal);

        var waiting = await Bob.SeesPendingAsync(5);
        var gathered = waiting.Where(one => Number(one) > 2).ToList();
        await Bob.ApproveAsync(gathered[0]);
        await Slack.SeesCardAsync("2 of 3 more calls to decide");
        foreach (var other in waiting.Except([gathered[0]]))
        {
            await Bob.DenyAsync(other, "no");
        }

        var over = await Slack.SeesCardAsync("3 more calls: none waits any more");
        Assert.Equal(shared.Ts, over.Ts);
        Assert.Equal(3, Slack.Cards.Count);
        await Task.WhenAll(calls);

        static int Number(System.Text.Json.JsonElement one) => one.GetProperty("arguments").GetProperty("number").GetInt32();
    }

    [Fact]
    public async Task What_is_of_high_risk_is_not_hidden_among_the_others()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var calls = Enumerable.Range(1, 4).Select(number => alice.CallsAsync("pay", new { number })).ToList();
        await Slack.SeesCardAsync("2 more calls to decide");

        calls.Add(alice.CallsAsync("hidden"));

        Assert.Contains("hidden", (await Slack.SeesCardAsync("Approval needed (critical risk)")).Words, StringComparison.Ordinal);
        foreach (var waits in await Bob.SeesPendingAsync(5))
        {
            await Bob.DenyAsync(waits, "no");
        }

        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task Who_asks_for_little_keeps_messages_of_their_own_while_another_asks_for_much()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        await using var eve = await Agent.ConnectAsync(World, "bank", token: GatewayWorld.EveToken);
        var calls = Enumerable.Range(1, 4).Select(number => alice.CallsAsync("pay", new { number })).ToList();
        await Slack.SeesCardAsync("2 more calls to decide");

        calls.Add(eve.CallsAsync("pay", new { number = 9 }));
        await Slack.SeesAsync(messages => messages.Any(message => message.ThreadTs is null && message.Words.Contains("grant eve", StringComparison.Ordinal)));
        foreach (var waits in await Bob.SeesPendingAsync(5))
        {
            await Bob.DenyAsync(waits, "no");
        }

        await Slack.SeesCardAsync("2 more calls: none waits any more");
        await Task.WhenAll(calls);
    }
}
