using Microsoft.Playwright;

namespace Approvals.Browser.Tests.World;

/// <summary>A person at their browser.</summary>
internal static class SignedIn
{
    /// <summary>Opens an address as a person, by their token; with scripts it is live before this returns.</summary>
    public static async Task<IPage> SignInAsync(this Chromium chromium, Uri gateway, string token, string path = "/", bool javaScript = true)
    {
        var page = await chromium.NewPageAsync(gateway, javaScript);
        await page.SignInAsync(token, path);
        if (javaScript)
        {
            await page.IsLiveAsync();
        }

        return page;
    }

    /// <summary>Signs in on a page that is there already.</summary>
    public static async Task SignInAsync(this IPage page, string token, string path = "/")
    {
        await page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(path)}");
        await page.GetByLabel("Your token").FillAsync(token);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    public static Task IsLiveAsync(this IPage page) => Assertions.Expect(page.Locator("html[data-connection=live]")).ToHaveCountAsync(1);
}
