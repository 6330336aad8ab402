using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Approvals.Benchmarks;

/// <summary>How long after one reviewer decides on the page another reviewer's page shows it.</summary>
internal static class PageBenchmark
{
    private const int WarmUp = 5;
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(1);

    // Both pages run on this machine and tell its wall clock to the microsecond.
    private const string Watch = """
        () => new Promise(seen => {
          const look = () => document.querySelector('.verdict') && seen(performance.timeOrigin + performance.now());
          new MutationObserver(look).observe(document, { childList: true, subtree: true });
          look();
        })
        """;

    private const string Click = """
        () => {
          const button = document.querySelector('button[value=approve]');
          const at = performance.timeOrigin + performance.now();
          button.click();
          return at;
        }
        """;

    public static async Task<int> RunAsync(PageOptions options)
    {
        await using var bank = await Bank.StartAsync();
        await using var gateway = await GatewayRun.StartAsync(bank.Url, ("MaxOpenedPerMinutePerGrant", 10_000), ("MaxOpenedPerMinutePerOwner", 10_000));
        using var program = gateway.Reviewer();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("APPROVALS_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu"],
        });
        var (decides, looks) = (await SignInAsync(browser, gateway.Url), await SignInAsync(browser, gateway.Url));
        var times = new List<double>();
        for (var round = -WarmUp; round < options.Rounds; round++)
        {
            var time = await RoundAsync(gateway, program, decides, looks, $"page-{round + WarmUp:00000}");
            if (round >= 0)
            {
                times.Add(time);
            }
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Rounds} clicks on Approve, until another reviewer's page shows who approved: p50 {At(0.5):0} ms, p90 {At(0.9):0} ms, max {At(1):0} ms"));
        return 0;

        double At(double share) => times[Math.Min(times.Count - 1, (int)(share * times.Count))];
    }

    private static async Task<double> RoundAsync(GatewayRun gateway, HttpClient program, IPage decides, IPage looks, string key)
    {
        using var caller = await Caller.ParkAsync(gateway.Url, key, GatewayRun.TokenOf(0), hearsProgress: false);
        var waits = (await program.GetFromJsonAsync<JsonElement>("/api/approvals?limit=1")).GetProperty("items")[0];
        foreach (var page in new[] { decides, looks })
        {
            await page.GotoAsync($"/approvals/{waits.GetProperty("id").GetString()}");
            await page.Locator("html[data-connection=live]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }

        // As people do: they read first. By then the pages have come to rest.
        await Task.Delay(Reading, TimeProvider.System);
        var seen = looks.EvaluateAsync<double>(Watch);
        var clicked = await decides.EvaluateAsync<double>(Click);
        var time = await seen - clicked;
        await caller.AnswerAsync();
        await decides.Locator(".verdict").WaitForAsync();
        return time;
    }

    private static async Task<IPage> SignInAsync(IBrowser browser, Uri gateway)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = gateway.ToString() });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Your token").FillAsync(GatewayRun.ReviewerToken);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        return page;
    }
}
