using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Inbox;

public sealed class SignInTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync(isDemo: true);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Looking_at_the_link_shows_a_button_and_spends_nothing()
    {
        var code = world.Link.Create();
        var scanner = world.Browser();
        var looks = new[] { await scanner.GetAsync($"/sign-in?code={code}"), await scanner.GetAsync($"/sign-in?code={code}") };

        var person = world.Browser();
        await person.GetAsync($"/sign-in?code={code}");
        var answer = await person.PostAsync("/sign-in", new() { ["code"] = code });

        Assert.All(looks, look => Assert.Contains("Sign in as local", look.Body, StringComparison.Ordinal));
        Assert.Equal((303, "/"), (answer.Status, answer.Location));
        Assert.Contains("<strong>local</strong>", (await person.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.Equal(303, (await scanner.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_spent_link_says_what_to_do()
    {
        var code = world.Link.Create();
        var browser = world.Browser();
        await browser.GetAsync($"/sign-in?code={code}");
        await browser.PostAsync("/sign-in", new() { ["code"] = code });

        var late = world.Browser();
        await late.GetAsync($"/sign-in?code={code}");
        var answer = await late.PostAsync("/sign-in", new() { ["code"] = code });

        Assert.Equal(403, answer.Status);
        Assert.Contains("This link was used before", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("approvals", late.Cookies.Keys);
    }

    [Fact]
    public async Task Outside_the_demo_no_code_is_good()
    {
        await using var real = await PageWorld.StartAsync(isDemo: false);
        var browser = real.Browser();
        var page = await browser.GetAsync("/sign-in?code=abc");
        var answer = await browser.PostAsync("/sign-in", new() { ["code"] = "abc" });

        Assert.DoesNotContain("Sign in as local", page.Body, StringComparison.Ordinal);
        Assert.Equal(403, answer.Status);
        Assert.Contains("Sign-in links exist only in the demo", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_signs_in_and_an_unknown_one_does_not()
    {
        var browser = world.Browser();
        await browser.GetAsync("/sign-in");

        var wrong = await browser.PostAsync("/sign-in", new() { ["token"] = "token-stranger" });
        var right = await browser.PostAsync("/sign-in", new() { ["token"] = "token-bob" });

        Assert.Equal(403, wrong.Status);
        Assert.Contains("No reviewer has this token.", wrong.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("token-stranger", wrong.Body, StringComparison.Ordinal);
        Assert.Equal(303, right.Status);
    }

    [Fact]
    public async Task The_cookie_is_for_us_only_and_for_twelve_hours()
    {
        var browser = world.Browser();
        await browser.GetAsync("/sign-in");

        var answer = await browser.PostAsync("/sign-in", new() { ["token"] = "token-bob" });

        var cookie = answer.Message.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("approvals=", StringComparison.Ordinal));
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Mon, 23 Nov 2026 00:00:00 GMT", cookie, StringComparison.Ordinal);
        world.Clock.AdjustTime(PageWorld.Noon.AddHours(12).AddSeconds(-1));
        Assert.Equal(200, (await browser.GetAsync("/")).Status);
        world.Clock.AdjustTime(PageWorld.Noon.AddHours(12).AddSeconds(1));
        Assert.Equal(303, (await browser.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Behind_https_the_cookie_is_bound_to_host_and_transport()
    {
        await using var safe = await PageWorld.StartAsync(publicUrl: "https://approvals.example.com");
        var browser = safe.Browser();
        await browser.GetAsync("/sign-in");

        var answer = await browser.PostAsync("/sign-in", new() { ["token"] = "token-bob" }, "https://approvals.example.com");

        var cookie = answer.Message.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-approvals=", StringComparison.Ordinal));
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Signed_out_the_cookie_is_worth_nothing_not_even_a_copy()
    {
        var browser = await world.BrowserOfAsync("bob");
        await browser.GetAsync("/");
        var copy = browser.Cookies["approvals"];

        var answer = await browser.PostAsync("/sign-out", []);

        Assert.Equal((303, "/signed-out"), (answer.Status, answer.Location));
        Assert.DoesNotContain("approvals", browser.Cookies.Keys);
        browser.Cookies["approvals"] = copy;
        Assert.Equal(303, (await browser.GetAsync("/")).Status);
        Assert.Equal(401, (await browser.GetAsync("/api/approvals")).Status);
    }

    [Theory]
    [InlineData("/approvals/1?x=2", "/approvals/1?x=2")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("evil", "/")]
    [InlineData("", "/")]
    public async Task After_signing_in_one_stays_on_this_site(string wanted, string arrived)
    {
        var browser = world.Browser();
        await browser.GetAsync($"/sign-in?returnUrl={Uri.EscapeDataString(wanted)}");

        var answer = await browser.PostAsync("/sign-in", new() { ["token"] = "token-bob", ["returnUrl"] = wanted });

        Assert.Equal(arrived, answer.Location);
    }

    [Theory]
    [InlineData("/", "/sign-in")]
    [InlineData("/history?before=abc", "/sign-in?returnUrl=%2Fhistory%3Fbefore%3Dabc")]
    [InlineData("/approvals/0000", "/sign-in?returnUrl=%2Fapprovals%2F0000")]
    public async Task A_stranger_is_asked_to_sign_in_first(string address, string arrived)
    {
        var answer = await world.Browser().GetAsync(address);

        Assert.Equal((303, arrived), (answer.Status, answer.Location));
    }
}
