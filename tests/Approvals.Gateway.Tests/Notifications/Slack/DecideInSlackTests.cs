using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>One held call, its message, and what a click does; over a public address here, over Socket Mode below.</summary>
public class DecideInSlackTests : SlackStories
{
    [Fact]
    public async Task A_click_on_Approve_releases_the_call_and_the_message_says_who_and_what_came_of_it()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { amount = 900, note = "rent" });
        var card = await Slack.SeesCardAsync();

        Assert.Equal(["Approve", "Review", "Deny", "Open the page"], card.Buttons);
        Assert.Contains("amount: 900\nnote: \"rent\"", card.Words, StringComparison.Ordinal);
        Assert.Contains("An agent of alice@example.com (grant alice) wants to run pay on bank", card.Words, StringComparison.Ordinal);
        await Member(BobInSlack).ClickAsync(card, "Approve");

        Assert.False((await call).IsError);
        Assert.Equal(1, Bank.CountOf("pay"));
        var over = await Slack.SeesCardAsync("· ran");
        Assert.Equal(card.Ts, over.Ts);
        Assert.StartsWith("# Approved by bob\n", over.Words, StringComparison.Ordinal);
        Assert.Contains("via Slack · ran", over.Words, StringComparison.Ordinal);
        Assert.Equal(["Open the page"], over.Buttons);
        await Slack.SeesAsync(messages => string.Concat(messages.Where(message => message.ThreadTs == card.Ts).Select(message => message.Words + "\n"))
            .StartsWith("bob approved via Slack.\nIt ran: the upstream answered with a result.\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deny_asks_why_and_the_agent_reads_it()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { amount = 900 });
        var bob = Member(BobInSlack);
        await bob.ClickAsync(await Slack.SeesCardAsync(), "Deny");
        var view = await Slack.SeesViewAsync(BobInSlack);

        var answer = await bob.SubmitAsync(view, ("reason", "Not *this* <!channel> month"));

        Assert.Equal("clear", answer!.Value.GetProperty("response_action").GetString());
        var read = await call;
        Assert.Equal("approval_denied", read.Code);
        Assert.Contains("Not *this* <!channel> month", read.Text, StringComparison.Ordinal);
        var over = await Slack.SeesCardAsync("Denied by bob");
        Assert.Equal(["Open the page"], over.Buttons);
        var log = (await Slack.SeesAsync(messages => messages.Any(message => message.ThreadTs is not null))).Single(message => message.ThreadTs is not null);
        Assert.Equal("bob denied via Slack: “Not *this* <!channel> month”", log.Words);
        Assert.DoesNotContain("<!channel>", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_shows_everything_and_takes_the_decision()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { amount = 900, note = new string('x', 2_000) });
        var card = await Slack.SeesCardAsync();
        var bob = Member(BobInSlack);
        Assert.Equal(["Review", "Deny", "Open the page"], card.Buttons);
        Assert.Contains("characters not shown", card.Words, StringComparison.Ordinal);
        await bob.ClickAsync(card, "Review");
        var view = await Slack.SeesViewAsync(BobInSlack);
        Assert.Contains($"note: \"{new string('x', 2_000)}\"", SlackMessageSeen.WordsOf(view.GetProperty("blocks")), StringComparison.Ordinal);

        await bob.SubmitAsync(view, ("decision", "approve"), ("reason", "checked"));

        Assert.False((await call).IsError);
        Assert.Equal("checked", (await Bob.SeesAsync("approved", 1))[0].GetProperty("decisions")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_decision_on_the_page_edits_the_message_and_a_late_click_is_told_who_was_first()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var card = await Slack.SeesCardAsync();
        var approve = card.Button("Approve");

        await Bob.DenyAsync(await Bob.SeesOneAsync(), "no");
        Assert.Equal("approval_denied", (await call).Code);
        var over = await Slack.SeesCardAsync("Denied by bob");
        await Member(DaveInSlack).ClickAsync(over, approve);

        Assert.StartsWith("Already denied by bob at ", await Slack.SeesWhisperAsync(DaveInSlack), StringComparison.Ordinal);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task The_same_click_twice_is_one_decision()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var card = await Slack.SeesCardAsync();
        var bob = Member(BobInSlack);
        var payload = bob.Payload(card, card.Button("Approve"));

        await Task.WhenAll(bob.SendAsync(payload), bob.SendAsync(payload));

        Assert.False((await call).IsError);
        Assert.StartsWith("You approved this already", await Slack.SeesWhisperAsync(BobInSlack), StringComparison.Ordinal);
        Assert.Single((await Bob.SeesAsync("approved", 1))[0].GetProperty("decisions").EnumerateArray());
        Assert.Equal(1, Bank.CountOf("pay"));
    }
}

/// <summary>The same over Socket Mode: no address of ours is known to Slack.</summary>
public sealed class DecideOverSocketTests : DecideInSlackTests
{
    private protected override bool IsOverSocket => true;

    [Fact]
    public async Task A_connection_that_Slack_wants_renewed_or_that_breaks_is_opened_again()
    {
        await Slack.Sockets.SeesAsync(sockets => sockets.Count == 2);
        await Slack.Sockets.RefreshAsync();
        await Slack.Sockets.SeesAsync(sockets => sockets is { Count: 2, Opened: >= 4 });
        Slack.Sockets.Break();
        await Slack.Sockets.SeesAsync(sockets => sockets is { Count: 2, Opened: >= 6 });

        await A_click_on_Approve_releases_the_call_and_the_message_says_who_and_what_came_of_it();
    }

    [Fact]
    public async Task Without_a_signing_secret_there_is_no_public_address()
    {
        var (status, _) = await new SlackMember(Slack, World, BobInSlack).PostAsync(new { type = "block_actions" });

        Assert.Equal(404, status);
    }
}
