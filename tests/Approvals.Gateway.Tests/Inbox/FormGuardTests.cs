using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Inbox;

public sealed class FormGuardTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    public static TheoryData<string, Dictionary<string, string>> Forms => new()
    {
        { "/sign-in", new() { ["token"] = "token-carol" } },
        { "/sign-out", [] },
        { "/approvals/00000000000000000000000000000001", Approve() },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Without_the_pages_token_a_form_is_400(string address, Dictionary<string, string> fields)
    {
        var browser = await BobAsync();

        var answer = await browser.PostAsync(address, new(fields) { ["__RequestVerificationToken"] = "" });

        Assert.Equal(400, answer.Status);
        Assert.Contains("This form is out of date", answer.Body, StringComparison.Ordinal);
        await NothingHappenedAsync(browser);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task From_another_site_a_form_is_403(string address, Dictionary<string, string> fields)
    {
        var browser = await BobAsync();

        Assert.Equal(403, (await browser.PostAsync(address, fields, "http://evil.example")).Status);
        Assert.Equal(403, (await browser.PostAsync(address, fields, "null")).Status);
        Assert.Equal(403, (await browser.PostAsync(address, fields, "null", "same-origin")).Status);
        Assert.Equal(403, (await browser.PostAsync(address, fields, origin: null)).Status);
        Assert.Equal(403, (await browser.PostAsync(address, fields, origin: null, "same-site")).Status);
        Assert.Equal(403, (await browser.PostAsync(address, fields, browser.Origin.Replace("http:", "https:", StringComparison.Ordinal))).Status);
        await NothingHappenedAsync(browser);
    }

    [Fact]
    public async Task Without_an_origin_the_browsers_word_for_the_same_site_is_enough()
    {
        var browser = await BobAsync();

        Assert.Equal(303, (await browser.PostAsync("/approvals/00000000000000000000000000000001", Approve(), origin: null, "same-origin")).Status);
    }

    [Fact]
    public async Task The_public_address_is_our_own_too()
    {
        await using var proxied = await PageWorld.StartAsync(publicUrl: "http://approvals.example.com/");
        var browser = proxied.Browser();
        await browser.GetAsync("/sign-in");

        Assert.Equal(303, (await browser.PostAsync("/sign-in", new() { ["token"] = "token-bob" }, "http://approvals.example.com")).Status);
    }

    [Fact]
    public async Task No_get_changes_anything()
    {
        var browser = await BobAsync();

        await browser.GetAsync($"/approvals/00000000000000000000000000000001?decision=approve&fingerprint={Approve()["fingerprint"]}");
        await browser.GetAsync("/sign-out");

        await NothingHappenedAsync(browser);
    }

    private static Dictionary<string, string> Approve() => new()
    {
        ["decision"] = "approve",
        ["fingerprint"] = PageWorld.FingerprintOf("00000000000000000000000000000001"),
    };

    private async Task<PageBrowser> BobAsync()
    {
        var id = await world.ParkAsync();
        var browser = await world.BrowserOfAsync("bob");
        await browser.GetAsync($"/approvals/{id}");
        return browser;
    }

    private async Task NothingHappenedAsync(PageBrowser browser)
    {
        Assert.Contains("<strong>bob</strong>", (await browser.GetAsync("/")).Body, StringComparison.Ordinal);
        var request = await world.Program("vera").GetAsync("/api/approvals/00000000000000000000000000000001");
        Assert.Equal("pending", request.Json.GetProperty("status").GetString());
    }
}
