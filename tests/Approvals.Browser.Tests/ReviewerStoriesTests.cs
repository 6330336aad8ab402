using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>Who comes too late, and who has only a phone.</summary>
public sealed class ReviewerStoriesTests(Chromium chromium) : IAsyncLifetime
{
    private PageWorld _world = null!;
    private string _id = "";

    public async ValueTask InitializeAsync()
    {
        _world = await PageWorld.StartAsync(isRealTime: true);
        _id = await _world.ParkAsync(arguments: """{"amount":900,"to":"ACME GmbH"}""");
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(_world);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_loses_a_race_reads_who_won_and_why(bool javaScript)
    {
        var page = await chromium.SignInAsync(_world.Url, "token-carol", $"/approvals/{_id}", javaScript);
        await page.GetByLabel("Reason").FillAsync("Known customer.");
        // The news is still on its way to the page when they press the button.
        await page.RouteAsync($"**/approvals/{_id}", route => route.Request.ResourceType == "fetch" ? Task.CompletedTask : route.ContinueAsync());
        await _world.Program("bob").DecideAsync(_id, "deny", "Not this one.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was recorded. Already denied by bob at");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Denied by bob" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Not this one.")).ToBeVisibleAsync();
        await Chromium.Screenshot(page, $"request-lost-race-{(javaScript ? "live" : "plain")}");
    }

    [Fact]
    public async Task On_a_phone_they_find_it_read_it_and_approve_it()
    {
        var page = await chromium.NewPageAsync(_world.Url, width: 360);
        await page.GotoAsync("/");
        await page.SignInAsync("token-bob");
        await page.IsLiveAsync();
        await Chromium.Screenshot(page, "phone-inbox");

        await page.GetByRole(AriaRole.Link, new() { Name = "Review refund" }).ClickAsync();
        await page.IsLiveAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeInViewportAsync();
        await Expect(page.GetByRole(AriaRole.Timer)).ToBeInViewportAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "To your decision" }).ClickAsync();
        var (deny, approve) = (page.GetByRole(AriaRole.Button, new() { Name = "Deny" }), page.GetByRole(AriaRole.Button, new() { Name = "Approve" }));
        await Expect(approve).ToBeInViewportAsync();
        foreach (var button in new[] { deny, approve })
        {
            var box = await button.BoundingBoxAsync();
            Assert.True(box is { Height: >= 44, Width: >= 88, X: >= 0 } && box.X + box.Width <= 360, $"{box?.Width} x {box?.Height} at {box?.X}");
        }

        await Chromium.Screenshot(page, "phone-request");
        await approve.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Approved by bob" })).ToBeVisibleAsync();
    }
}
