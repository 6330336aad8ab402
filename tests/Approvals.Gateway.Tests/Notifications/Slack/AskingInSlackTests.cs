using System.Text.Json.Nodes;
using Approvals.Gateway.Reviews.People;
using Approvals.Gateway.Storage.People;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>What people are asked in Slack by the policy's terms, and what it takes to answer.</summary>
public sealed class AskingInSlackTests : SlackStories
{
    private protected override string OtherPolicy => """
        {"version":"1","default":"deny","tools":{
          "pay":{"action":"require_approval","reason":"Moves <!channel> *money*.","approval":{"reviewers":["sre"],"risk":"high"}},
          "look":{"action":"require_approval","reason":"Two must agree.","approval":{"reviewers":["sre","finance"],"quorum":2}},
          "slow":{"action":"require_approval","reason":"Say why.","approval":{"reviewers":["finance"],"require_reason":true}}}}
        """;

    private protected override void Arrange(GatewayWorld world)
    {
        base.Arrange(world);
        world.WithSetting("Slack:GroupConversations:finance", "C0FIN");
    }

    [Fact]
    public async Task High_risk_takes_the_form_and_the_first_characters_of_the_fingerprint()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { amount = 1 });
        var card = await Slack.SeesCardAsync("Approval needed (high risk)");
        var bob = Member(BobInSlack);
        Assert.Equal(["Review", "Deny", "Open the page"], card.Buttons);
        // A click that the message does not offer opens the form all the same, and decides nothing.
        await bob.ClickAsync(card, Button("approve", card.Button("Review")));
        var view = await Slack.SeesViewAsync(BobInSlack);
        Assert.Equal(0, Bank.CountOf("pay"));

        foreach (var code in new[] { null, "", "zzzz", "0" })
        {
            var answer = await bob.SubmitAsync(view, code is null ? [("decision", "approve")] : [("decision", "approve"), ("code", code)]);
            Assert.Equal("errors", answer!.Value.GetProperty("response_action").GetString());
            Assert.Equal("Type the first 4 characters of the fingerprint, as shown above.", answer.Value.GetProperty("errors").GetProperty("code").GetString());
        }

        var fingerprint = (await Bob.SeesOneAsync()).GetProperty("fingerprint").GetString()!;
        await bob.SubmitAsync(view, ("decision", "approve"), ("code", fingerprint[..4].ToUpperInvariant()));

        Assert.False((await call).IsError);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task Two_of_two_are_one_in_Slack_and_one_on_the_page_and_the_same_person_twice_does_not_count()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("look");
        var card = await Slack.SeesCardAsync(conversation: "C0FIN");
        Assert.Contains("0 of 2 approvals so far; one denial ends it.", card.Words, StringComparison.Ordinal);
        await Member(BobInSlack).ClickAsync(card, "Approve");
        var half = await Slack.SeesCardAsync("1 of 2 approvals", "C0FIN");
        Assert.Contains("Approve", half.Buttons);

        // Bob again: in Slack, and by the other door.
        await Member(BobInSlack).ClickAsync(half, "Approve");
        Assert.StartsWith("You approved this already", await Slack.SeesWhisperAsync(BobInSlack), StringComparison.Ordinal);
        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        await Member(AliceInSlack).ClickAsync(half, "Approve");
        Assert.StartsWith("This call was made with your own grant", await Slack.SeesWhisperAsync(AliceInSlack), StringComparison.Ordinal);
        Assert.Equal("pending", (await Bob.SeesOneAsync()).GetProperty("status").GetString());

        await World.Reviewer(GatewayWorld.CarolToken).ApproveAsync(await Bob.SeesOneAsync());

        Assert.False((await call).IsError);
        var over = await Slack.SeesCardAsync("· ran", "C0FIN");
        Assert.StartsWith("# Approved by bob and carol\n", over.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_away_gets_no_direct_messages_and_whoever_decides_in_their_stead_does()
    {
        await World.StopAsync();
        World.WithSetting("Slack:DirectMessages", true);
        await World.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await World.Services.GetRequiredService<AwayStore>().SetAsync("dave", now.AddHours(1), "carol", now);
        await World.Services.GetRequiredService<KnownPeople>().ReadAsync(default);
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");

        await Slack.SeesCardAsync(conversation: "D0BOB");
        var inDavesStead = await Slack.SeesCardAsync(conversation: "D0CAROL");
        var carol = Member(CarolInSlack);
        await carol.ClickAsync(inDavesStead, "Deny");
        await carol.SubmitAsync(await Slack.SeesViewAsync(CarolInSlack), ("reason", "Dave would not."));

        Assert.Equal("approval_denied", (await call).Code);
        Assert.DoesNotContain(Slack.Cards, message => message.Conversation == "D0DAVE");
    }

    [Fact]
    public async Task A_message_that_somebody_deleted_is_posted_again_while_the_request_waits()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("look");
        var card = await Slack.SeesCardAsync(conversation: "C0FIN");
        Slack.Delete(card);

        await Bob.ApproveAsync(await Bob.SeesOneAsync());

        var again = await Slack.SeesCardAsync("1 of 2 approvals", "C0FIN");
        Assert.NotEqual(card.Ts, again.Ts);
        await Member(CarolInSlack).ClickAsync(again, "Approve");
        Assert.False((await call).IsError);
        await Slack.SeesCardAsync("· ran", "C0FIN");
    }

    [Fact]
    public async Task A_reason_that_the_policy_wants_is_asked_for()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        using var gone = new CancellationTokenSource();
        var call = alice.CallsAsync("slow", stop: gone.Token);
        var card = await Slack.SeesCardAsync(conversation: "C0FIN");
        var carol = Member(CarolInSlack);
        Assert.Equal(["Review", "Deny", "Open the page"], card.Buttons);
        await carol.ClickAsync(card, "Deny");
        var view = await Slack.SeesViewAsync(CarolInSlack);
        // Slack itself does not submit the form without it; whoever forges one is asked again.
        var answer = await carol.SendAsync(carol.Submission(view, new { reason = new { value = new { type = "plain_text_input", value = "  " } } }));
        Assert.Equal("This request wants a reason with every decision.", answer!.Value.GetProperty("errors").GetProperty("reason").GetString());

        await carol.SubmitAsync(view, ("reason", "Not today."));

        Assert.Contains("Not today.", (await call).Text, StringComparison.Ordinal);
        await gone.CancelAsync();
    }

    [Fact]
    public async Task H33_nothing_that_an_agent_writes_is_markup_a_mention_or_a_link()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        using var gone = new CancellationTokenSource();
        const string hostile = "<!channel> <@U123> <https://evil|Approve here> ``` *x* > quote :tada: \u202Egnp.exe ✅ Approved by @alice\n\n\n\n[Approve]";
        _ = alice.CallsAsync("look", new { note = hostile, fence = new string('`', 300) }, stop: gone.Token);

        var card = await Slack.SeesCardAsync(conversation: "C0FIN");

        var posted = Slack.Calls.First(call => call.Method == "chat.postMessage").Arguments;
        Assert.DoesNotContain("mrkdwn\":true", posted.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"type\":\"mrkdwn\"", posted.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"type\":\"link\"", posted.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("Approval needed: look on bank for alice@example.com", card.Text);
        Assert.Contains("""note: "<!channel> <@U123> <https://evil|Approve here> ``` *x* > quote :tada: \u202Egnp.exe""", card.Words, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', card.Words);
        // What cannot be seen as it is cannot be approved by one tap.
        Assert.DoesNotContain("Approve", card.Buttons);
        Assert.Contains("> Two must agree.", card.Words, StringComparison.Ordinal);
        await gone.CancelAsync();
    }

    [Fact]
    public async Task H57_what_looks_like_a_secret_is_masked_and_can_be_approved_on_the_page_only()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        using var gone = new CancellationTokenSource();
        _ = alice.CallsAsync("look", new { password = "hunter2hunter2" }, stop: gone.Token);
        var card = await Slack.SeesCardAsync(conversation: "C0FIN");
        var bob = Member(BobInSlack);
        await bob.ClickAsync(card, "Review");
        var view = await Slack.SeesViewAsync(BobInSlack);

        Assert.All(Slack.Calls, call => Assert.DoesNotContain("hunter2", call.Arguments.GetRawText(), StringComparison.Ordinal));
        Assert.DoesNotContain("Approve", card.Buttons);
        Assert.DoesNotContain("Approve", SlackMessageSeen.WordsOf(view.GetProperty("blocks")), StringComparison.Ordinal);
        var forged = new { decision = new { value = new { type = "radio_buttons", selected_option = new { value = "approve" } } } };
        var answer = await bob.SendAsync(bob.Submission(view, forged));
        Assert.Contains("Approve it on the page.", SlackMessageSeen.WordsOf(answer!.Value.GetProperty("view").GetProperty("blocks")), StringComparison.Ordinal);
        await gone.CancelAsync();
    }

    [Theory]
    [InlineData("bob@example.com", "{}", true)]
    [InlineData("bob@example.com", """{"is_bot":true}""", false)]
    [InlineData("bob@example.com", """{"is_restricted":true}""", false)]
    [InlineData("bob@example.com", """{"deleted":true}""", false)]
    [InlineData("bob@example.com", """{"team_id":"T0ELSEWHERE"}""", false)]
    [InlineData("eve@example.com", "{}", false)]
    public async Task H44_an_address_in_a_profile_counts_only_where_that_is_switched_on_and_only_of_members(string email, string more, bool counts)
    {
        await World.StopAsync();
        World.WithSetting("Slack:MatchByEmail", true).WithSetting("Reviewers:bob", new JsonObject
        {
            ["Email"] = "bob@example.com", ["Groups"] = new JsonArray("sre"), ["Roles"] = new JsonArray("reviewer"),
        });
        await World.StartAsync();
        var profile = new JsonObject { ["id"] = "U0NEW", ["team_id"] = SlackServer.Team, ["profile"] = new JsonObject { ["email"] = email, ["display_name"] = "bob" } };
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            profile[name] = value!.DeepClone();
        }

        Slack.Profiles["U0NEW"] = profile;
        await using var alice = await AliceAsync(Agent.Modern);
        using var gone = new CancellationTokenSource();
        _ = alice.CallsAsync("look", stop: gone.Token);
        var card = await Slack.SeesCardAsync(conversation: "C0FIN");

        await Member("U0NEW").ClickAsync(card, "Approve");

        if (counts)
        {
            await Slack.SeesCardAsync("1 of 2 approvals", "C0FIN");
        }
        else
        {
            Assert.StartsWith("You are not known as a reviewer here.", await Slack.SeesWhisperAsync("U0NEW"), StringComparison.Ordinal);
        }

        await gone.CancelAsync();
    }
}
