using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;
using Approvals.Gateway.Tests.World.Slack;

namespace Approvals.Gateway.Tests.Notifications.Slack;

/// <summary>What the form of a request offers beside a decision: what the upstream says about it, and a question to the agent.</summary>
public sealed class ReviewFormTests : SlackStories
{
    private protected override string OtherPolicy => """
        {"version":"1","default":"deny","tools":{
          "peek":{},
          "pay":{"action":"require_approval","reason":"Moves money.","approval":{"reviewers":["sre"],
            "context":[{"tool":"peek","arguments":{"account":"{{args.to}}"}},{"tool":"peek","arguments":{"account":"{{args.nothing}}"}}]}}}}
        """;

    [Fact]
    public async Task Whoever_wants_to_know_more_asks_the_agent_and_decides_later()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { to = 7 });
        var card = await Slack.SeesCardAsync();
        var bob = Member(BobInSlack);
        var view = await ReviewAsync(bob, card);
        Assert.Equal(["approve", "deny", "ask"], ChoicesOf(view));

        var empty = await bob.SubmitAsync(view, ("decision", "ask"));
        var carols = await Member(CarolInSlack).SubmitAsync(view, ("decision", "ask"), ("reason", "What for?"));
        var asked = await bob.SubmitAsync(view, ("decision", "ask"), ("reason", "Which invoice <!channel>?"));

        Assert.Equal("Write what you want to know.", empty!.Value.GetProperty("errors").GetProperty("reason").GetString());
        Assert.Equal("Only these may decide it: sre.", SlackMessageSeen.WordsOf(carols!.Value.GetProperty("view").GetProperty("blocks")).TrimEnd());
        Assert.Equal("clear", asked!.Value.GetProperty("response_action").GetString());
        var read = await call;
        Assert.Equal("approval_pending", read.Code);
        Assert.Contains("bob asks you: Which invoice <!channel>?", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("What for?", read.Text, StringComparison.Ordinal);
        await Slack.SeesAsync(messages => messages.Any(message => message.ThreadTs == card.Ts && message.Words.StartsWith("bob asked the agent: “Which invoice <!channel>?”", StringComparison.Ordinal)));
        var again = alice.CallsAsync("pay", new { to = 7 });
        await bob.SubmitAsync(view, ("decision", "approve"));
        Assert.False((await again).IsError);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Theory]
    [InlineData("<!channel> hunter2", "A text may hold a secret anywhere, so it is masked here. Open the page to read it.")]
    [InlineData("{\"balance\":7,\"pin_token\":\"hunter2\",\"note\":\"<https://evil|Approve> \u202E\"}", "balance: 7\npin_token: \"•••• (7 characters)\"\nnote: \"<https://evil|Approve> \\u202E\"")]
    public async Task What_the_upstream_says_stands_beside_the_arguments_as_its_own_words(string answer, string shown)
    {
        Bank.Peek = answer;
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { to = 7 });
        var card = await Slack.SeesCardAsync();

        var words = await WordsWithFactsAsync(Member(BobInSlack), card);

        Assert.Contains("What bank says about it\nThe policy has the gateway ask. These are the upstream's own words; nobody has checked them.", words, StringComparison.Ordinal);
        Assert.Contains("""peek asked with {"account":7} says:""", words, StringComparison.Ordinal);
        Assert.Contains(shown, words, StringComparison.Ordinal);
        Assert.Contains("peek Not asked: the call has no args.nothing.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", words, StringComparison.Ordinal);
        await Member(BobInSlack).ClickAsync(card, "Approve");
        Assert.False((await call).IsError);
    }

    [Theory]
    [InlineData(""","_meta":{"approvals/purpose":"Invoice <!channel> 7"}""", "The agent says what for:\n> Invoice <!channel> 7\n", true)]
    [InlineData(""","_meta":{"approvals/purpose":"Invoice \u202e 7"}""", "> Invoice \\u202E 7\n", false)]
    [InlineData(""","_meta":{"approvals/purpose":"Bearer hunter2"}""", "> •••• (14 characters)\n", false)]
    [InlineData(""","_meta":{"approvals/purpose":"Invoice 7","more":1}""", "> Invoice 7\n", false)]
    [InlineData(""","_meta":{"approvals/purpose":""}""", "Other parameters are sent along. Open the page to see them.", false)]
    public async Task What_the_agent_says_that_it_is_for_is_its_claim_and_hides_nothing(string meta, string shown, bool isOneTap)
    {
        using var alice = new RawAgent(World, "bank");
        var call = alice.PostAsync(RawAgent.Call("pay", meta: meta), RawAgent.Headers(Agent.Legacy));
        var card = await Slack.SeesCardAsync();

        Assert.Contains(shown, card.Words, StringComparison.Ordinal);
        Assert.Equal(isOneTap, card.Buttons.Contains("Approve"));
        Assert.DoesNotContain("hunter2", card.Words, StringComparison.Ordinal);
        var view = await ReviewAsync(Member(BobInSlack), card);
        Assert.Contains(shown, SlackMessageSeen.WordsOf(view.GetProperty("blocks")), StringComparison.Ordinal);
        await Bob.DenyAsync(await Bob.SeesOneAsync(), "no");
        Assert.Equal("approval_denied", (await call).Code);
    }

    private async Task<JsonElement> ReviewAsync(SlackMember member, SlackMessageSeen card)
    {
        await member.ClickAsync(card, "Review");
        return await Slack.SeesViewAsync(member.User);
    }

    // They are asked beside the request: whoever is quick opens the form before they are there.
    private async Task<string> WordsWithFactsAsync(SlackMember member, SlackMessageSeen card)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string words;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            words = SlackMessageSeen.WordsOf((await ReviewAsync(member, card)).GetProperty("blocks"));
        }
        while (!words.Contains("says:", StringComparison.Ordinal));

        return words;
    }

    private static IEnumerable<string> ChoicesOf(JsonElement view) =>
        view.GetProperty("blocks").EnumerateArray().Single(block => block.TryGetProperty("block_id", out var id) && id.GetString() == "decision")
            .GetProperty("element").GetProperty("options").EnumerateArray().Select(option => option.GetProperty("value").GetString()!);
}
