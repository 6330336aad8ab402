using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>Before they decide, people ask the agent, or let less of its call through.</summary>
public sealed class TalkOnThePageTests(Chromium chromium) : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{"pay":{"action":"require_approval","approval":{"narrow":[{"path":"args.amount","direction":"lower"},{"path":"args.orders","direction":"fewer"}]}}}}
        """;

    private readonly GatewayWorld world = new();
    private CountingUpstream bank = null!;

    public async ValueTask InitializeAsync()
    {
        bank = world.Own(await CountingUpstream.StartAsync());
        await world.With("bank", bank.Url, Policy).StartAsync();
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(world);

    [Fact]
    public async Task A_question_goes_to_the_agent_and_its_answer_comes_back_to_the_open_page()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 100 });
        var id = (await world.Reviewer(GatewayWorld.BobToken).SeesOneAsync()).GetProperty("id").GetString()!;
        var bob = await chromium.SignInAsync(world.Url, GatewayWorld.BobToken, $"/approvals/{id}");

        await bob.GetByLabel("Ask the agent something").FillAsync("Which invoice?");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
        Assert.Contains("bob asks you: Which invoice?", (await call).Text, StringComparison.Ordinal);
        var talk = bob.GetByRole(AriaRole.Region, new() { Name = "Questions to the agent" });
        await Expect(talk).ToContainTextAsync("Which invoice?");
        await bob.IsLiveAsync();
        var waiting = alice.CallsAsync("approvals_wait", new { approval_id = id, answer = "Invoice <b>7</b>." });

        await Expect(talk).ToContainTextAsync("Invoice <b>7</b>.");
        await Chromium.Screenshot(bob, "story-talk");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        Assert.Equal("""pay {"amount":100}""", (await waiting).Text);
    }

    [Fact]
    public async Task Less_is_let_through_by_one_and_approved_by_another()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 100, orders = new[] { "a", "b", "c" } });
        var id = (await world.Reviewer(GatewayWorld.BobToken).SeesOneAsync()).GetProperty("id").GetString()!;
        var bob = await chromium.SignInAsync(world.Url, GatewayWorld.BobToken, $"/approvals/{id}");

        await bob.GetByText("Let less of it through").ClickAsync();
        await bob.GetByLabel("args.amount").FillAsync("200");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Narrow it" }).ClickAsync();
        await Expect(bob.GetByRole(AriaRole.Alert)).ToContainTextAsync("args.amount can only become lower.");
        await bob.GetByText("Let less of it through").ClickAsync();
        await Chromium.Screenshot(bob, "story-narrowing");
        await bob.GetByLabel("args.amount").FillAsync("40");
        await bob.GetByLabel("\"b\"").UncheckAsync();
        await bob.GetByRole(AriaRole.Button, new() { Name = "Narrow it" }).ClickAsync();

        await Expect(bob.GetByRole(AriaRole.Heading, new() { Name = "This is less than the agent asked for" })).ToBeVisibleAsync();
        await Expect(bob.Locator("[data-live=decide]")).ToContainTextAsync("You narrowed this call; somebody else has to decide it.");
        await Expect(bob.GetByRole(AriaRole.Region, new() { Name = "This is less than the agent asked for" })).ToContainTextAsync("""["a","c"]""");
        await Chromium.Screenshot(bob, "story-narrowed");
        Assert.Equal("approval_pending", (await call).Code);
        var again = alice.CallsAsync("pay", new { amount = 100, orders = new[] { "a", "b", "c" } });
        var carol = await chromium.SignInAsync(world.Url, GatewayWorld.CarolToken, new Uri(bob.Url).PathAndQuery);
        await carol.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        Assert.StartsWith("[NARROWED] bob", (await again).Text, StringComparison.Ordinal);
        Assert.Equal("""{"amount":40,"orders":["a","c"]}""", Assert.Single(bank.Calls).Arguments);
    }
}
