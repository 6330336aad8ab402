using Approvals.Gateway.Reviews.People;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Oidc;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;

namespace Approvals.Gateway.Tests.Reviews.People;

/// <summary>Everything that comes back from the provider's direction without its good word signs nobody in.</summary>
public sealed class OidcHostileTests : IAsyncLifetime
{
    private OidcWorld world = null!;

    public async ValueTask InitializeAsync() => world = await OidcWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    public static TheoryData<string> Forgeries => ["none", "another's key", "the public key", "expired", "not yet", "another's audience", "another's issuer", "another's nonce", "no nonce", "no end"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task An_id_token_that_is_not_the_providers_for_us_and_now_is_worth_nothing(string forgery)
    {
        world.Provider.Forge = ForgeryOf(forgery, world.Provider.Key);
        var browser = world.Browser();

        var answer = await browser.SignInAsync("ana");

        Assert.Equal(1, world.Provider.Issued);
        NobodyIsIn(browser.Here, answer);
    }

    [Fact]
    public async Task An_honest_token_passes_the_same_way()
    {
        world.Provider.Forge = Forgery.Says(world.Provider.Key, "harmless", "yes");

        Assert.Equal(303, (await world.Browser().SignInAsync("ana")).Status);
    }

    [Fact]
    public async Task A_state_of_nobody_or_of_another_browser_signs_nobody_in()
    {
        var (mine, theirs) = (world.Browser(), world.Browser());
        var back = await mine.ComeBackAsync("ana", await mine.LeaveAsync());
        await theirs.LeaveAsync();

        NobodyIsIn(theirs.Here, await theirs.Here.GetAsync(back));
        NobodyIsIn(mine.Here, await mine.Here.GetAsync(Changed(back, "state", "abc")));
        NobodyIsIn(mine.Here, await mine.Here.GetAsync(new Uri(back).AbsolutePath));
    }

    [Fact]
    public async Task A_code_works_once_even_with_the_cookies_of_the_first_time()
    {
        var browser = world.Browser();
        var back = await browser.ComeBackAsync("ana", await browser.LeaveAsync());
        var cookies = new Dictionary<string, string>(browser.Here.Cookies);
        Assert.Equal(303, (await browser.Here.GetAsync(back)).Status);

        var again = world.Browser();
        NobodyIsIn(again.Here, await again.Here.GetAsync(back), isSomebodyKnown: true);
        foreach (var (name, value) in cookies)
        {
            again.Here.Cookies[name] = value;
        }

        NobodyIsIn(again.Here, await again.Here.GetAsync(back), isSomebodyKnown: true);
    }

    [Fact]
    public async Task A_code_that_another_client_was_given_is_not_taken()
    {
        await world.Provider.RegisterAsync(world.Page.Url, "another");
        var browser = world.Browser();
        var mine = await browser.LeaveAsync();
        var theirs = await browser.ComeBackAsync("ana", Changed(mine, "client_id", "another"));

        NobodyIsIn(browser.Here, await browser.Here.GetAsync(theirs));
    }

    [Fact]
    public async Task A_code_of_another_sign_in_does_not_fit_this_one()
    {
        var (mine, theirs) = (world.Browser(), world.Browser());
        var ours = await mine.ComeBackAsync("ana", await mine.LeaveAsync());
        var others = await theirs.ComeBackAsync("ana", await theirs.LeaveAsync());

        NobodyIsIn(mine.Here, await mine.Here.GetAsync(Changed(ours, "code", QueryHelpers.ParseQuery(new Uri(others).Query)["code"]!)));
    }

    [Fact]
    public async Task Who_turns_back_at_the_provider_is_told_so()
    {
        var browser = world.Browser();
        var left = QueryHelpers.ParseQuery(new Uri(await browser.LeaveAsync()).Query);

        var answer = await browser.Here.GetAsync($"/sign-in/oidc/callback?error=access_denied&error_description=%3Cb%3Eno%3C%2Fb%3E&state={Uri.EscapeDataString(left["state"]!)}");

        Assert.Equal(403, answer.Status);
        Assert.Contains("you turned back there", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>no</b>", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_not_to_answer()
    {
        await world.Provider.DisposeAsync();

        var answer = await world.Page.Browser().GetAsync("/sign-in/oidc");

        Assert.Equal(502, answer.Status);
        Assert.Contains("Example Login does not answer", answer.Body, StringComparison.Ordinal);
    }

    private void NobodyIsIn(PageBrowser browser, PageAnswer answer, bool isSomebodyKnown = false)
    {
        Assert.Equal(400, answer.Status);
        Assert.Contains("could not be trusted", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("approvals", browser.Cookies.Keys);
        Assert.Equal(isSomebodyKnown, world.Page.Get<KnownPeople>().All.Any());
    }

    private static Func<string, string> ForgeryOf(string name, RsaSecurityKey key) => name switch
    {
        "none" => Forgery.Unsigned,
        "another's key" => Forgery.SignedByAnother,
        "the public key" => Forgery.SignedWithThePublicKey(key),
        "expired" => Forgery.Says(key, "exp", TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds()),
        "not yet" => Forgery.Says(key, "nbf", TimeProvider.System.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds()),
        "another's audience" => Forgery.Says(key, "aud", "another"),
        "another's issuer" => Forgery.Says(key, "iss", "https://evil.example/"),
        "another's nonce" => Forgery.Says(key, "nonce", "638000000000000000.abc"),
        "no nonce" => Forgery.Without(key, "nonce"),
        _ => Forgery.Without(key, "exp"),
    };

    private static string Changed(string address, string name, string value)
    {
        var url = new Uri(address);
        var query = QueryHelpers.ParseQuery(url.Query);
        query[name] = value;
        return url.GetLeftPart(UriPartial.Path) + QueryString.Create(query);
    }
}
