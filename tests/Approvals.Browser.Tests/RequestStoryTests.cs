using Approvals.Browser.Tests.World;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>Everything that a reviewer has before them on a request's page.</summary>
public sealed class RequestStoryTests(Chromium chromium) : IAsyncLifetime
{
    private PageWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await PageWorld.StartAsync(isRealTime: true);

    public ValueTask DisposeAsync() => chromium.LeaveAsync(_world);

    [Fact]
    public async Task They_see_what_is_different_this_time_and_what_the_grant_does_otherwise()
    {
        await DecidedAsync("""{"amount":12,"to":"ACME GmbH","cc":"ledger@example.com"}""", "approve");
        await DecidedAsync("""{"amount":99999}""", "deny");
        var id = await _world.ParkAsync(arguments: """{"amount":900,"to":"ACME\u202EhbmG","urgent":true}""");
        await _world.Get<AuditTrail>().WriteAsync([.. Enumerable.Range(0, 12).Select(at => new AuditRow
        {
            At = PageWorld.Noon, Kind = at < 10 ? "call.allowed" : "call.denied", Actor = "alice-laptop", DetailJson = """{"upstream":"shop","tool":"list_orders"}""",
        })]);

        var page = await chromium.SignInAsync(_world.Url, "token-bob", $"/approvals/{id}");

        var diff = page.GetByRole(AriaRole.Region, new() { Name = "Compared with the last approved call" });
        await Expect(diff).ToContainTextAsync("4 differences, 0 values unchanged.");
        await Expect(diff.Locator(".escape")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What this grant does" })).ToContainTextAsync("list_orders on shop");
        await Chromium.Screenshot(page, "request-story");
    }

    [Fact]
    public async Task Others_see_who_looks_and_see_them_leave()
    {
        var id = await _world.ParkAsync();
        var bob = await chromium.SignInAsync(_world.Url, "token-bob", $"/approvals/{id}");
        var carol = await chromium.SignInAsync(_world.Url, "token-carol");
        await Expect(carol.Locator(".card")).ToContainTextAsync("bob is looking");
        await Chromium.Screenshot(carol, "inbox-presence");

        await carol.GetByRole(AriaRole.Link, new() { Name = "refund" }).First.ClickAsync();
        await Expect(carol.Locator(".looking")).ToHaveTextAsync("bob is looking at this too.");
        await Expect(bob.Locator(".looking")).ToHaveTextAsync("carol is looking at this too.");

        await carol.CloseAsync();
        await Expect(bob.Locator(".looking")).ToHaveCountAsync(0, new() { Timeout = 10_000 });
    }

    // Signing in and opening the page has to be over before the announcement is due.
    private static readonly TimeSpan TimeToOpen = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(302, "5 minutes left to decide.")]
    [InlineData(62, "1 minute left to decide.")]
    public async Task The_time_that_is_left_counts_down_and_is_announced_as_it_passes(int seconds, string announced)
    {
        var id = await _world.ParkAsync(terms: Terms.Default with { Expires = TimeSpan.FromSeconds(seconds) + TimeToOpen });
        var page = await chromium.SignInAsync(_world.Url, "token-bob", $"/approvals/{id}");
        var timer = page.GetByRole(AriaRole.Timer);
        var said = page.Locator("#time-left");
        await Expect(said).ToHaveTextAsync("");
        var first = await timer.TextContentAsync();

        await Expect(timer).Not.ToHaveTextAsync(first!, new() { Timeout = 60_000 });
        await Expect(said).ToHaveTextAsync(announced, new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task What_expires_before_their_eyes_says_so_and_takes_the_buttons_away()
    {
        var id = await _world.ParkAsync(terms: Terms.Default with { Expires = TimeSpan.FromSeconds(5) });
        var page = await chromium.SignInAsync(_world.Url, "token-bob", $"/approvals/{id}");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Expired" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task More_time_does_not_cost_what_was_typed()
    {
        var id = await _world.ParkAsync();
        var page = await chromium.SignInAsync(_world.Url, "token-bob", $"/approvals/{id}");
        await page.GetByLabel("Reason").FillAsync("As agreed with");

        await page.GetByRole(AriaRole.Button, new() { Name = "Extend by 30 min" }).ClickAsync();

        await Expect(page.GetByLabel("Reason")).ToHaveValueAsync("As agreed with");
        await Expect(page.GetByRole(AriaRole.Timer)).ToContainTextAsync("in 59 min");
        await Expect(page.Locator("main")).ToContainTextAsync("bob gave it more time");
        // The page has read itself again by now.
        await page.IsLiveAsync();
        await Expect(page.GetByLabel("Reason")).ToHaveValueAsync("As agreed with");
        await Chromium.Screenshot(page, "request-extended");
    }

    private async Task DecidedAsync(string arguments, string decision)
    {
        var id = await _world.ParkAsync(arguments: arguments);
        Assert.Equal(200, (await _world.Program("carol").DecideAsync(id, decision)).Status);
    }
}
