using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>What should not run any more is called back on the page.</summary>
public sealed class WithdrawOnThePageTests(Chromium chromium) : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync(isRealTime: true);

    public ValueTask DisposeAsync() => chromium.LeaveAsync(world);

    [Fact]
    public async Task The_owner_finds_what_her_agents_asked_and_withdraws_it_while_a_reviewer_looks_on()
    {
        var id = await world.ParkAsync();
        await world.ParkAsync("another", with: asked => asked with { Owner = "eve@example.com" });
        var bob = await chromium.SignInAsync(world.Url, "token-bob", $"/approvals/{id}");
        var alice = await chromium.SignInAsync(world.Url, "token-alice", "/?owned=1");

        await Expect(alice.Locator("[data-live=waiting] li[data-id]")).ToHaveCountAsync(1);
        await alice.Locator("[data-live=waiting]").GetByRole(AriaRole.Link, new() { Name = "refund", Exact = true }).ClickAsync();
        await alice.GetByLabel("Reason (optional)").Last.FillAsync("Wrong customer.");
        await alice.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();

        await Expect(alice.Locator(".status")).ToContainTextAsync("alice called it back before a decision. The call did not run.");
        await Expect(bob.Locator(".status")).ToContainTextAsync("alice called it back before a decision.");
        await Expect(bob.GetByRole(AriaRole.Region, new() { Name = "It was called back" })).ToContainTextAsync("Wrong customer.");
        await Expect(bob.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_reviewer_takes_back_what_was_approved()
    {
        var id = await world.ParkAsync();
        await world.Program("carol").DecideAsync(id, "approve");
        var bob = await chromium.SignInAsync(world.Url, "token-bob", $"/approvals/{id}");

        await bob.GetByLabel("Reason (required)").FillAsync("I looked again.");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();

        await Expect(bob.Locator(".status")).ToContainTextAsync("Approved, taken back");
        await Expect(bob.GetByRole(AriaRole.Region, new() { Name = "The approval was taken back" })).ToContainTextAsync("I looked again.");
    }
}
