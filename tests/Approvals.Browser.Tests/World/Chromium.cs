using System.Collections.Concurrent;
using Approvals.Gateway.Tests.World;
using Microsoft.Playwright;

namespace Approvals.Browser.Tests.World;

/// <summary>One chromium for all the tests of the assembly; every page has a context, and so cookies, of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // The tests run as root in containers, without a display, and must talk to nobody but the gateway.
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly ConcurrentDictionary<string, ConcurrentBag<IBrowserContext>> contexts = new(StringComparer.Ordinal);
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        // Machines that run everything at once are slow; what never comes still ends a test.
        Assertions.SetDefaultExpectTimeout(20_000);
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("APPROVALS_CHROMIUM") ?? "/usr/bin/chromium",
            Args = Flags,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    /// <summary>Opens an empty page; <paramref name="baseUrl"/> lets tests navigate by path.</summary>
    public async Task<IPage> NewPageAsync(Uri? baseUrl = null, bool javaScript = true, int width = 1280, ColorScheme colors = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = baseUrl?.ToString(),
            JavaScriptEnabled = javaScript,
            ViewportSize = new() { Width = width, Height = 800 },
            ColorScheme = colors,
        });
        contexts.GetOrAdd(PresentTest, _ => []).Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>Ends a test's world, and before it the pages that look at it: left open, they would go on looking for it through all that follows.</summary>
    public async ValueTask LeaveAsync(IAsyncDisposable world)
    {
        if (contexts.TryRemove(PresentTest, out var open))
        {
            await Task.WhenAll(open.Select(context => context.CloseAsync()));
        }

        await world.DisposeAsync();
    }

    private static string PresentTest => TestContext.Current.Test?.UniqueID ?? "";

    /// <summary>Keeps what the page looks like in <c>artifacts/screenshots/{name}.png</c>, in full length.</summary>
    public static async Task<string> Screenshot(IPage page, string name)
    {
        var path = Repository.PathOf("artifacts", "screenshots", name + ".png");
        await page.ScreenshotAsync(new() { Path = path, FullPage = true });
        return path;
    }
}
