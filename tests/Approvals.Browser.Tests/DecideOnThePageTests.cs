using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;

namespace Approvals.Browser.Tests;

/// <summary>The reviewer's story, in a real browser without JavaScript.</summary>
public sealed class DecideOnThePageTests(Chromium chromium) : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{"pay":{"action":"require_approval","reason":"Moves money.","approval":{"reviewers":["sre"]}}}}
        """;

    private readonly GatewayWorld _world = new();
    private CountingUpstream _bank = null!;

    public async ValueTask InitializeAsync()
    {
        _bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", _bank.Url, Policy).StartAsync();
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(_world);

    [Fact]
    public async Task A_call_is_parked_and_approved_by_a_click_and_its_agent_gets_the_result()
    {
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var call = agent.CallsAsync("pay", new { amount = 900, to = "ACME", note = "\u202Ereverse me" });
        await _world.Reviewer(GatewayWorld.BobToken).SeesOneAsync();

        var page = await SignInAsync(GatewayWorld.BobToken);
        await Assertions.Expect(page).ToHaveTitleAsync("(1) Approvals");
        await Chromium.Screenshot(page, "inbox");
        await page.GetByRole(AriaRole.Link, new() { Name = "pay" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("Moves money.").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("\\u202E");
        await Chromium.Screenshot(page, "request");
        Assert.Equal(0, _bank.CountOf("pay"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        Assert.False((await call).IsError);
        Assert.Equal(1, _bank.CountOf("pay"));
        await Assertions.Expect(page.Locator(".status")).ToContainTextAsync("Approved");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("bob");
        await Chromium.Screenshot(page, "request-decided");
    }

    [Fact]
    public async Task A_denial_with_a_reason_reaches_the_agent_in_the_reviewers_words()
    {
        await using var agent = await Agent.ConnectAsync(_world, "bank", era: Agent.Legacy);
        var call = agent.CallsAsync("pay", new { amount = 900 });
        await _world.Reviewer(GatewayWorld.BobToken).SeesOneAsync();

        var page = await SignInAsync(GatewayWorld.BobToken);
        await page.GetByRole(AriaRole.Link, new() { Name = "pay" }).First.ClickAsync();
        await page.GetByLabel("Reason").FillAsync("Ask finance first.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();

        var answer = await call;
        Assert.StartsWith("[APPROVAL DENIED] bob", answer.Text);
        Assert.Contains("Ask finance first.", answer.Text);
        Assert.Empty(_bank.Calls);
    }

    [Fact]
    public async Task A_reviewer_outside_the_group_sees_why_there_are_no_buttons()
    {
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var call = agent.CallsAsync("pay", new { amount = 900 });
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        var waits = await bob.SeesOneAsync();

        var page = await SignInAsync(GatewayWorld.CarolToken);
        await page.GetByRole(AriaRole.Link, new() { Name = "pay" }).First.ClickAsync();

        await Assertions.Expect(page.GetByText("Only these may decide it: sre.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await bob.ApproveAsync(waits);
        await call;
    }

    private async Task<IPage> SignInAsync(string token)
    {
        var page = await chromium.NewPageAsync(_world.Url, javaScript: false);
        await page.GotoAsync("/");
        await page.GetByLabel("Your token").FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        return page;
    }
}
