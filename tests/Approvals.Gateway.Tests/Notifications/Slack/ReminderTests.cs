using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.Notifications.Webhooks;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>What nobody decides is brought back to mind, and then to others.</summary>
public sealed class ReminderTests : SlackStories
{
    private WebhookReceiver audit = null!;

    private protected override string OtherPolicy => """
        {"version":"1","tools":{"pay":{"action":"require_approval","approval":{"reviewers":["sre"],"expires":"30m","escalate":["finance"]}}}}
        """;

    private protected override void Arrange(GatewayWorld world)
    {
        base.Arrange(world);
        audit = world.Outlive(WebhookReceiver.StartAsync().GetAwaiter().GetResult());
        world.WithFakeClock()
            .WithSetting("Slack:GroupConversations:finance", "C0FIN")
            .WithSetting("Webhooks:audit", new JsonObject { ["Url"] = audit.Url, ["Secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq=" });
    }

    [Fact]
    public async Task Half_of_the_time_gone_it_is_said_again_and_to_others_and_once_more_before_the_end()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        var card = await Slack.SeesCardAsync();
        var asked = World.Clock!.GetUtcNow();
        Assert.Empty(CardsOfFinance());

        await PassUntilAsync(() => Reminders().Count == 1);
        var first = World.Clock.GetUtcNow() - asked;
        await PassUntilAsync(() => CardsOfFinance().Count == 1);
        await audit.SeesAsync("approval.reminded");
        await PassUntilAsync(() => Reminders().Count == 2);
        var last = World.Clock.GetUtcNow() - asked;

        Assert.InRange(first, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(26));
        Assert.InRange(last, TimeSpan.FromMinutes(27), TimeSpan.FromMinutes(30));
        Assert.All(Reminders(), reminder => Assert.Equal(card.Ts, reminder.ThreadTs));
        Assert.Contains("These are asked now, too: finance.", Reminders()[0].Words, StringComparison.Ordinal);
        Assert.Contains("expires soon", Reminders()[1].Words, StringComparison.Ordinal);
        Assert.Equal(2, Broadcasts());
        var carol = World.Reviewer(GatewayWorld.CarolToken);
        await carol.ApproveAsync(waits);
        await Slack.SeesCardAsync("carol", "C0FIN");
        Assert.Equal(2, (await AuditOfAsync(IdOf(waits))).Count(kind => kind == "request.reminded"));
    }

    [Fact]
    public async Task What_is_decided_is_not_brought_back_to_mind()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        await Slack.SeesCardAsync();
        await Bob.DenyAsync(waits, "no");
        await Slack.SeesCardAsync("Denied by bob");

        var until = World.Clock!.GetUtcNow() + TimeSpan.FromMinutes(40);
        await PassUntilAsync(() => World.Clock.GetUtcNow() >= until);

        Assert.Empty(Reminders());
        Assert.Empty(CardsOfFinance());
        Assert.DoesNotContain("request.reminded", await AuditOfAsync(IdOf(waits)));
    }

    private List<SlackMessageSeen> Reminders() => [.. Slack.Messages.Where(message => message is { ThreadTs: not null, Conversation: SlackServer.Sre } && message.Words.Contains("still waits", StringComparison.Ordinal))];

    private List<SlackMessageSeen> CardsOfFinance() => [.. Slack.Cards.Where(card => card.Conversation == "C0FIN")];

    private int Broadcasts() => Slack.Calls.Count(call => call.Method == "chat.postMessage" && call.Arguments.GetProperty("channel").GetString() == SlackServer.Sre
        && call.Arguments.TryGetProperty("reply_broadcast", out var isForAll) && isForAll.ValueKind == JsonValueKind.True);

    private async Task<List<string>> AuditOfAsync(string id)
    {
        await using var database = await World.Services.GetRequiredService<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync();
        return await database.Audit.Where(row => row.RequestId == id).Select(row => row.Kind).ToListAsync();
    }

    private async Task PassUntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            World.Clock!.Advance(TimeSpan.FromSeconds(15));
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }
}
