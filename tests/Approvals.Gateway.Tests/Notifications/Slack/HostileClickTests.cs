using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>Clicks that must change nothing: forged, late, of strangers, of the grant's owner, of other messages.</summary>
public sealed class HostileClickTests : SlackStories
{
    public static TheoryData<string> Forgeries =>
        ["another secret", "old", "from the future", "another version", "altered", "re-encoded", "no number", "too large a number", "upper case"];

    private protected override void Arrange(GatewayWorld world)
    {
        base.Arrange(world);
        world.WithSetting("Reviewers:vera:SlackUserId", "U0VERA").WithSetting("Reviewers:vera:Roles", new System.Text.Json.Nodes.JsonArray("viewer"));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task H42_what_Slack_did_not_sign_just_now_is_not_even_read(string forgery)
    {
        await using var alice = await AliceAsync(Agent.Modern);
        using var gone = new CancellationTokenSource();
        var call = alice.CallsAsync("pay", stop: gone.Token);
        var card = await Slack.SeesCardAsync();
        var bob = Member(BobInSlack);
        var payload = bob.Payload(card, card.Button("Approve"));

        var (status, body) = await (forgery switch
        {
            "another secret" => bob.PostAsync(payload, secret: "8f742231b10e8888abcd99yyyzzz85a6"),
            "old" => bob.PostAsync(payload, age: TimeSpan.FromSeconds(302)),
            "from the future" => bob.PostAsync(payload, age: TimeSpan.FromSeconds(-302)),
            "another version" => bob.PostAsync(payload, version: "v1"),
            "altered" => bob.PostAsync(payload, altered: text => text.Replace("approve", "review", StringComparison.Ordinal)),
            "re-encoded" => bob.PostAsync(payload, altered: text => text.Replace("%20", "+", StringComparison.Ordinal) + "&x="),
            "no number" => bob.PostAsync(payload, timestamp: "abc"),
            "too large a number" => bob.PostAsync(payload, timestamp: "999999999999999999"),
            _ => bob.PostAsync(payload, version: "V0"),
        });

        Assert.Equal(401, status);
        Assert.Null(body);
        Assert.Equal("pending", (await Bob.SeesOneAsync()).GetProperty("status").GetString());
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("U0STRANGER", SlackServer.Team, "You are not known as a reviewer here. Ask whoever runs the gateway to add your Slack id U0STRANGER to Reviewers.")]
    [InlineData(BobInSlack, "T0ELSEWHERE", "You are of another workspace: only members of the workspace that this app is installed in can decide.")]
    [InlineData(AliceInSlack, SlackServer.Team, "This call was made with your own grant; somebody else has to decide it.")]
    [InlineData(CarolInSlack, SlackServer.Team, "Only these may decide it: sre.")]
    [InlineData("U0VERA", SlackServer.Team, "Your role lets you look at requests, not decide them.")]
    public async Task H43_whoever_may_not_decide_is_told_so_and_nothing_else_happens(string user, string team, string told)
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var card = await Slack.SeesCardAsync();
        foreach (var button in new[] { "Approve", "Deny", "Review" })
        {
            await Member(user, team).ClickAsync(card, button);
        }

        await Slack.SeesWhisperAsync(user, 3);
        Assert.All(Slack.Messages.Where(message => message.OnlyFor == user), message => Assert.Equal(told, message.Words));
        Assert.Equal("pending", (await Bob.SeesOneAsync()).GetProperty("status").GetString());
        Assert.Equal(0, Bank.CountOf("pay"));
        await Member(BobInSlack).ClickAsync(card, "Approve");
        Assert.False((await call).IsError);
    }

    [Fact]
    public async Task H43_a_person_of_a_connected_workspace_is_nobody_here()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var card = await Slack.SeesCardAsync();

        await new SlackMember(Slack, World, BobInSlack) { HomeTeam = "T0ELSEWHERE" }.ClickAsync(card, "Approve");

        Assert.StartsWith("You are of another workspace", await Slack.SeesWhisperAsync(BobInSlack), StringComparison.Ordinal);
        Assert.Equal(0, Bank.CountOf("pay"));
        await Member(BobInSlack).ClickAsync(card, "Approve");
        Assert.False((await call).IsError);
    }

    [Fact]
    public async Task H43_a_copy_of_the_message_elsewhere_decides_nothing()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var card = await Slack.SeesCardAsync();
        var copy = card with { Conversation = "C0ALL" };

        await Member(BobInSlack).ClickAsync(copy, "Approve");

        Assert.StartsWith("This is a copy of the message", await Slack.SeesWhisperAsync(BobInSlack), StringComparison.Ordinal);
        Assert.Equal(0, Bank.CountOf("pay"));
        await Member(BobInSlack).ClickAsync(card, "Approve");
        Assert.False((await call).IsError);
    }

    [Fact]
    public async Task F03_a_message_that_was_posted_and_never_noted_decides_the_same_request_and_ends_as_the_other_does()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var card = await Slack.SeesCardAsync();
        var unnoted = card with { Ts = "1600000000.000001" };
        Slack.Put(SlackServer.Sre, unnoted);
        await NotedAsync(IdOf(await Bob.SeesOneAsync()));

        await Member(BobInSlack).ClickAsync(unnoted, "Approve");

        Assert.False((await call).IsError);
        await Slack.SeesAsync(_ => Slack.Cards.Count == 2 && Slack.Cards.All(message => message.Words.Contains("· ran", StringComparison.Ordinal) && !message.Buttons.Contains("Approve")));
    }

    // Slack has a message a moment before the gateway has written that down.
    private async Task NotedAsync(string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var deliveries = World.Services.GetRequiredService<FollowedDeliveries>();
        while ((await deliveries.ListAsync(id, limit.Token)).All(row => row.Handle is null))
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    [Theory]
    [InlineData("approve", "nothing at all")]
    [InlineData("approve", "")]
    [InlineData("no such action", null)]
    public async Task H46_what_is_no_button_of_ours_does_nothing(string action, string? value)
    {
        await using var alice = await AliceAsync(Agent.Modern);
        using var gone = new CancellationTokenSource();
        var call = alice.CallsAsync("pay", stop: gone.Token);
        var card = await Slack.SeesCardAsync();
        var bob = Member(BobInSlack);
        await bob.ClickAsync(card, Button(action, card.Button("Approve"), value));
        foreach (var odd in new object[] { new { type = "block_actions" }, new { type = "shortcut", user = new { id = BobInSlack } }, new { }, "text", 1 })
        {
            Assert.Equal(200, (await bob.PostAsync(odd)).Status);
        }

        if (value is not null)
        {
            Assert.StartsWith("This button is not one of this gateway's", await Slack.SeesWhisperAsync(BobInSlack), StringComparison.Ordinal);
        }

        Assert.Equal("pending", (await Bob.SeesOneAsync()).GetProperty("status").GetString());
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task H47_a_form_that_brings_another_fingerprint_or_another_request_along_is_refused()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { note = new string('x', 2_000) });
        var card = await Slack.SeesCardAsync();
        var bob = Member(BobInSlack);
        await bob.ClickAsync(card, "Review");
        var view = await Slack.SeesViewAsync(BobInSlack);
        var id = view.GetProperty("private_metadata").GetString()!.Split('.')[0];
        var values = new { decision = new { value = new { type = "radio_buttons", selected_option = new { value = "approve" } } } };

        foreach (var (metadata, told) in new[] { ($"{id}.{new string('0', 64)}", "The fingerprint is of something else"), ($"{new string('a', 32)}.{new string('0', 64)}", "There is no such request"), ("", "This form is not one of") })
        {
            var answer = await bob.SendAsync(bob.Submission(view, values, metadata));

            Assert.Equal("update", answer!.Value.GetProperty("response_action").GetString());
            Assert.StartsWith(told, SlackMessageSeen.WordsOf(answer.Value.GetProperty("view").GetProperty("blocks")), StringComparison.Ordinal);
            Assert.Null(SlackLimits.ViewProblem(answer.Value.GetProperty("view")));
        }

        Assert.Equal(0, Bank.CountOf("pay"));
        await bob.SubmitAsync(view, ("decision", "approve"));
        Assert.False((await call).IsError);
    }

    [Fact]
    public async Task H32_the_same_approval_sent_again_releases_nothing_more()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var card = await Slack.SeesCardAsync();
        var bob = Member(BobInSlack);
        var payload = bob.Payload(card, card.Button("Approve"));
        await bob.SendAsync(payload);
        Assert.False((await call).IsError);

        for (var again = 0; again < 10; again++)
        {
            await bob.SendAsync(payload);
        }

        await Slack.SeesWhisperAsync(BobInSlack, 10);
        Assert.Equal(1, Bank.CountOf("pay"));
    }
}
