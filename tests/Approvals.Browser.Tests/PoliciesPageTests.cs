using Approvals.Browser.Tests.World;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Approvals.Browser.Tests;

/// <summary>What a policy's owner looks at after an edit.</summary>
public sealed class PoliciesPageTests(Chromium chromium) : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();

    public async ValueTask InitializeAsync()
    {
        var bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", bank.Url, """
            {
              "version": "1",
              "description": "Payments need a person.",
              "tools": {
                "pay": { "action": "require_approval", "reason": "Moves money." }
              }
            }
            """).StartAsync();
    }

    public ValueTask DisposeAsync() => chromium.LeaveAsync(_world);

    [Fact]
    public async Task A_broken_edit_is_explained_and_a_good_one_is_shown_line_by_line()
    {
        var page = await SignInAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Policies" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Payments need a person.");
        await Expect(page.Locator("main")).ToContainTextAsync("judges 2 grants");

        await EditAsync("require_approval", "reqire_approval");
        await BecomesAsync(page, "The folder as it is now is not in force");
        await Expect(page.Locator("main")).ToContainTextAsync("bank.json:5:");
        await Chromium.Screenshot(page, "policies-broken");

        await EditAsync("reqire_approval", "deny");
        await BecomesAsync(page, "Payments need a person.", "The folder as it is now");
        await page.GetByRole(AriaRole.Link, new() { Name = "bank", Exact = true }).ClickAsync();

        await Expect(page.Locator(".changes .removed")).ToContainTextAsync("\"action\": \"require_approval\"");
        await Expect(page.Locator(".changes .added")).ToContainTextAsync("\"action\": \"deny\"");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Versions" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Whom it judges" })).ToContainTextAsync("alice of alice@example.com on bank");
        await Chromium.Screenshot(page, "policy");
    }

    [Fact]
    public async Task A_call_is_explained_step_by_step_and_nothing_runs()
    {
        var page = await SignInAsync();
        await page.GotoAsync("/policies/bank");
        await page.GetByLabel("Its name, or a resource's URI").FillAsync("pay");
        await page.GetByLabel("Arguments").FillAsync("{\"amount\": 5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("arguments:1:");

        await page.GetByLabel("Arguments").FillAsync("{\"amount\": 5}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("A person is asked by /tools/pay/action");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Moves money.");
        await Expect(page.Locator(".steps .held")).ToHaveCountAsync(2);
        Assert.Equal("pay", await page.GetByLabel("Its name, or a resource's URI").InputValueAsync());
        await Chromium.Screenshot(page, "policy-explained");
        Assert.Empty((await _world.Reviewer(GatewayWorld.BobToken).ListAsync()).EnumerateArray());
    }

    private async Task EditAsync(string from, string to)
    {
        var file = Path.Combine(_world.Folder, "policies", "bank.json");
        _world.WithPolicy("bank", (await File.ReadAllTextAsync(file)).Replace(from, to, StringComparison.Ordinal));
    }

    // These pages are read anew, not followed: a policy is edited a few times a week.
    private static async Task BecomesAsync(IPage page, string text, string? without = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        string shown;
        do
        {
            await rounds.WaitForNextTickAsync(limit.Token);
            await page.ReloadAsync();
            shown = await page.Locator("main").InnerTextAsync();
        }
        while (!shown.Contains(text, StringComparison.Ordinal) || (without is not null && shown.Contains(without, StringComparison.Ordinal)));
    }

    private async Task<IPage> SignInAsync()
    {
        var page = await chromium.NewPageAsync(_world.Url);
        await page.GotoAsync("/");
        await page.GetByLabel("Your token").FillAsync(GatewayWorld.BobToken);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        return page;
    }
}
