using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>A call may have run, and a reviewer finds out on the page.</summary>
public sealed class SettleOnThePageTests(Chromium chromium) : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();
    private CountingUpstream _bank = null!;

    public async ValueTask InitializeAsync()
    {
        _bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", _bank.Url, """{"version":"1","tools":{"pay":{"action":"require_approval","reason":"Moves money."}}}""").StartAsync();
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(_world);

    [Fact]
    public async Task What_may_have_run_stands_above_everything_until_somebody_says_what_they_found()
    {
        var bob = await SignInAsync(GatewayWorld.BobToken);
        await BreakAsync();

        var unsettled = bob.GetByRole(AriaRole.Region, new() { Name = "Nobody knows whether these ran" });
        await Expect(unsettled).ToContainTextAsync("pay on bank for alice@example.com");
        await Chromium.Screenshot(bob, "inbox-unsettled");
        var carol = await SignInAsync(GatewayWorld.CarolToken);
        await unsettled.GetByRole(AriaRole.Link, new() { Name = "pay" }).ClickAsync();
        await Expect(bob.GetByRole(AriaRole.Heading, new() { Name = "Did it run?" })).ToBeVisibleAsync();
        await Chromium.Screenshot(bob, "request-unsettled");
        await bob.GetByLabel("How do you know?").FillAsync("The ledger has no such payment.");
        await bob.GetByRole(AriaRole.Button, new() { Name = "It did not run" }).ClickAsync();

        await Expect(bob.Locator("main")).ToContainTextAsync("bob found out that it did not run.");
        await Expect(bob.Locator(".status")).ToContainTextAsync("Approved, found not to have run");
        await Chromium.Screenshot(bob, "request-settled");
        await Expect(carol.GetByRole(AriaRole.Region, new() { Name = "Nobody knows whether these ran" })).ToHaveCountAsync(0);
        await Expect(carol.Locator("[data-live=recent]")).ToContainTextAsync("Approved, found not to have run");
    }

    private async Task BreakAsync()
    {
        _bank.BreaksAfterTheEffect = true;
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var call = agent.CallsAsync("pay", new { amount = 900 });
        var reviewer = _world.Reviewer(GatewayWorld.BobToken);
        await reviewer.ApproveAsync(await reviewer.SeesOneAsync());
        Assert.Equal("outcome_unknown", (await call).Code);
    }

    private async Task<IPage> SignInAsync(string token)
    {
        var page = await chromium.NewPageAsync(_world.Url);
        await page.GotoAsync("/");
        await page.GetByLabel("Your token").FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator("html[data-connection=live]")).ToHaveCountAsync(1);
        return page;
    }
}
