using System.Text.Json.Nodes;
using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Slack;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>What reviewers see in Slack, from the question to its end, as pictures that people can look at.</summary>
public sealed class SlackPictureTests(Chromium chromium) : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{
          "pay":{"action":"require_approval","reason":"Moves money.","approval":{"reviewers":["sre"]}},
          "look":{"action":"require_approval","reason":"Shows what only few may see.","approval":{"reviewers":["sre"],"risk":"high"}}}}
        """;

    private readonly GatewayWorld world = new();
    private SlackServer slack = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        slack = world.Outlive(await SlackServer.StartAsync());
        var bank = world.Own(await CountingUpstream.StartAsync());
        await world.With("bank", bank.Url, Policy)
            .WithSetting("Slack:BotToken", SlackServer.BotToken)
            .WithSetting("Slack:SigningSecret", SlackServer.SigningSecret)
            .WithSetting("Slack:Conversation", SlackServer.Sre)
            .WithSetting("Slack:ApiUrl", slack.ApiUrl.ToString())
            .WithSetting("Reviewers:bob", new JsonObject
            {
                ["SlackUserId"] = "U0BOB", ["Email"] = "bob@example.com", ["Groups"] = new JsonArray("sre"), ["Roles"] = new JsonArray("reviewer"),
            })
            .StartAsync();
        page = await chromium.NewPageAsync(width: 720);
        await page.SetViewportSizeAsync(720, 60);
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(world);

    [Fact]
    public async Task A_question_that_one_tap_answers()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 900, customer = "ACME GmbH", note = "late parcel" });

        var card = await slack.SeesCardAsync();
        await ShowAsync("slack-asked", SlackPicture.Of(card, []));
        await Expect(page.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Approve", "Review", "Deny", "Open the page"]);
        await Expect(page.Locator("pre")).ToContainTextAsync("\"ACME GmbH\"");

        var bob = new SlackMember(slack, world, "U0BOB");
        var stranger = new SlackMember(slack, world, "U0STRANGER");
        await stranger.ClickAsync(card, "Approve");
        await slack.SeesWhisperAsync("U0STRANGER");
        await ShowAsync("slack-refused", SlackPicture.Of(slack.Messages.Single(message => message.OnlyFor is not null), []));
        await Expect(page.GetByText("Only visible to you")).ToBeVisibleAsync();

        await bob.ClickAsync(card, "Deny");
        await ShowAsync("slack-deny", SlackPicture.OfModal(await slack.SeesViewAsync("U0BOB")));
        await Expect(page.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(1);

        // Whoever thinks better of it closes the form, and nothing has happened.
        await bob.ClickAsync(card, "Approve");
        await call;
        var over = await slack.SeesCardAsync("· ran");
        await ShowAsync("slack-over", SlackPicture.Of(over, await ThreadAsync(over, "It ran")));
        await Expect(page.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Open the page"]);
    }

    [Fact]
    public async Task A_question_that_takes_a_form()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("look", new { account = "\u202e7", password = "hunter2" });
        var card = await slack.SeesCardAsync();
        await ShowAsync("slack-high-risk", SlackPicture.Of(card, []));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await Expect(page.Locator("body")).Not.ToContainTextAsync("hunter2");

        var bob = new SlackMember(slack, world, "U0BOB");
        await bob.ClickAsync(card, "Review");
        var review = await slack.SeesViewAsync("U0BOB");
        await ShowAsync("slack-review", SlackPicture.OfModal(review));
        await Expect(page.Locator("body")).ToContainTextAsync("•••• (7 characters)");
        await bob.SubmitAsync(review, ("decision", "deny"), ("reason", "Ask the owner of the account first."));
        Assert.Equal("approval_denied", (await call).Code);
        var denied = await slack.SeesCardAsync("Denied by bob");
        await ShowAsync("slack-denied", SlackPicture.Of(denied, await ThreadAsync(denied, "bob denied")));
        await Expect(page.Locator("body")).ToContainTextAsync("Ask the owner of the account first.");
    }

    private async Task<IEnumerable<SlackMessageSeen>> ThreadAsync(SlackMessageSeen card, string words)
    {
        var all = await slack.SeesAsync(messages => messages.Any(message => message.ThreadTs == card.Ts && message.Words.Contains(words, StringComparison.Ordinal)));
        return all.Where(message => message.ThreadTs == card.Ts);
    }

    private async Task ShowAsync(string name, string html)
    {
        await page.SetContentAsync(html);
        await Chromium.Screenshot(page, name);
    }
}
