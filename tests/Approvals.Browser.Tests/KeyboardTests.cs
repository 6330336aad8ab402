using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>A reviewer who has no pointer, or wants none.</summary>
public sealed class KeyboardTests(Chromium chromium) : IAsyncLifetime
{
    private PageWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await PageWorld.StartAsync(isRealTime: true);
        await _world.ParkAsync("refund");
        await _world.ParkAsync("payout");
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(_world);

    [Fact]
    public async Task They_sign_in_find_a_request_and_deny_it_with_a_reason()
    {
        var page = await chromium.NewPageAsync(_world.Url);
        await page.GotoAsync("/");
        await TabToAsync(page, page.GetByLabel("Your token"));
        await page.Keyboard.TypeAsync("token-bob");
        await page.Keyboard.PressAsync("Enter");
        await page.IsLiveAsync();

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(Link(page, "payout")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await Expect(Link(page, "refund")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("o");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("payout");
        await page.IsLiveAsync();

        await page.Keyboard.PressAsync("a");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("d");
        await Expect(Deny(page)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.TypeAsync("adjko?");
        await Expect(page.GetByLabel("Reason")).ToHaveValueAsync("adjko?");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Denied by bob" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_key_that_is_held_down_decides_nothing()
    {
        var page = await chromium.SignInAsync(_world.Url, "token-bob");
        await Link(page, "refund").ClickAsync();
        await page.IsLiveAsync();

        await page.Keyboard.DownAsync("a");
        await page.Keyboard.DownAsync("a");
        await page.Keyboard.UpAsync("a");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeFocusedAsync();
        var isStopped = await page.EvaluateAsync<bool>("""
            () => !document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", repeat: true, bubbles: true, cancelable: true }))
            """);

        Assert.True(isStopped);
        Assert.Equal("pending", (await _world.Program("bob").GetAsync($"/api/approvals/{1:x32}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_keys_are_explained_and_can_be_switched_off_for_good()
    {
        var page = await chromium.SignInAsync(_world.Url, "token-bob");
        await page.Keyboard.PressAsync("?");
        var help = page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });
        await Expect(help).ToBeVisibleAsync();
        await Chromium.Screenshot(page, "keys");
        await help.GetByLabel("Single keys work in this browser").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();

        await page.ReloadAsync();
        await page.IsLiveAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(Link(page, "refund")).Not.ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Keys" }).ClickAsync();
        await help.GetByLabel("Single keys work in this browser").CheckAsync();
        await help.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("j");
        await Expect(Link(page, "refund")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Everything_is_reached_in_the_order_in_which_it_is_read_and_shows_the_focus()
    {
        var page = await chromium.SignInAsync(_world.Url, "token-bob");
        await Link(page, "refund").ClickAsync();
        await page.IsLiveAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, Deny(page));
        var outline = await Deny(page).EvaluateAsync<string>("button => getComputedStyle(button).outlineStyle");
        Assert.Equal("solid", outline);
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, ILocator wanted)
    {
        for (var presses = 0; presses < 40 && !await wanted.EvaluateAsync<bool>("element => element === document.activeElement"); presses++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await Expect(wanted).ToBeFocusedAsync();
    }

    private static ILocator Link(IPage page, string tool) => page.Locator("[data-live=waiting]").GetByRole(AriaRole.Link, new() { Name = tool, Exact = true });

    private static ILocator Deny(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Deny" });
}
