using Approvals.Gateway.Tests.World.Oidc;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Reviews.People;

public sealed class OidcSignInTests : IAsyncLifetime
{
    private OidcWorld world = null!;

    public async ValueTask InitializeAsync() => world = await OidcWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_sign_in_page_offers_the_provider_by_its_name()
    {
        var page = await world.Page.Browser().GetAsync("/sign-in?returnUrl=%2Fhistory");

        Assert.Contains("""href="/sign-in/oidc?returnUrl=%2Fhistory">Sign in with Example Login</a>""", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_with_a_role_at_the_provider_decides_here_under_their_verified_address()
    {
        var id = await world.Page.ParkAsync();
        var ana = await world.SignInAsync("ana");

        await ana.GetAsync($"/approvals/{id}");
        var answer = await ana.PostAsync($"/approvals/{id}", new() { ["decision"] = "approve", ["fingerprint"] = World.PageWorld.FingerprintOf(id) });

        Assert.Equal(303, answer.Status);
        var decision = Assert.Single((await world.Page.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("decisions").EnumerateArray());
        Assert.Equal("oidc:ana@example.com", decision.GetProperty("reviewer").GetString());
        Assert.Equal("web", decision.GetProperty("via").GetString());
    }

    [Fact]
    public async Task Whoever_signs_in_comes_to_the_page_that_they_asked_for()
    {
        var answer = await world.Browser().SignInAsync("ana", "/history?before=abc");

        Assert.Equal((303, "/history?before=abc"), (answer.Status, answer.Location));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    public async Task Whoever_signs_in_stays_on_this_site(string wanted)
    {
        var answer = await world.Browser().SignInAsync("ana", wanted);

        Assert.Equal((303, "/"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task Each_sign_in_is_a_session_of_its_own()
    {
        var browser = world.Browser();
        await browser.SignInAsync("ana");
        var first = browser.Here.Cookies["approvals"];
        await browser.SignInAsync("ana");

        Assert.NotEqual(first, browser.Here.Cookies["approvals"]);
    }

    [Fact]
    public async Task The_provider_is_asked_with_a_code_a_state_a_nonce_and_pkce()
    {
        var address = await world.Browser().LeaveAsync();
        var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(address).Query);

        Assert.Equal("code", asked["response_type"]);
        Assert.Equal("S256", asked["code_challenge_method"]);
        Assert.Equal($"{world.Page.Url}sign-in/oidc/callback", asked["redirect_uri"]);
        Assert.All(new[] { "state", "nonce", "code_challenge" }, name => Assert.True(asked[name].ToString().Length >= 32, name));
        Assert.Equal("openid profile email", asked["scope"]);
    }

    [Fact]
    public async Task Without_a_mapped_role_nobody_is_let_in_and_the_page_says_where_it_looked()
    {
        world.Provider.Users["eve"] = new OidcUser("sub-eve") { Email = "eve@example.com", Roles = ["Reviewer", "<img src=x>\u202Eadmin"] };
        var browser = world.Browser();

        var answer = await browser.SignInAsync("eve");

        Assert.Equal(403, answer.Status);
        Assert.Contains("""the claim <code><bdi class="inert">roles</bdi></code>""", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Reviewer", answer.Body, StringComparison.Ordinal);
        Assert.Contains("&lt;img", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x>", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("approvals", browser.Here.Cookies.Keys);
        Assert.Empty(world.Page.Get<Gateway.Reviews.People.KnownPeople>().All);
    }

    [Fact]
    public async Task A_missing_claim_is_said_to_be_missing()
    {
        world.Provider.Users["eve"] = new OidcUser("sub-eve");

        var answer = await world.Browser().SignInAsync("eve");

        Assert.Equal(403, answer.Status);
        Assert.Contains("nothing in it", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_verified_address_a_person_is_known_by_their_subject_and_owns_nothing()
    {
        world.Provider.Users["alf"] = new OidcUser("sub-alf") { Email = "alice@example.com.", IsEmailVerified = false, Roles = ["approvals-reviewers"] };

        await world.SignInAsync("alf");

        var alf = world.Find("oidc:sub:sub-alf");
        Assert.NotNull(alf);
        Assert.Null(alf.Email);
        Assert.Equal([Role.Reviewer], alf.Roles);
    }

    [Fact]
    public async Task The_owner_of_a_grant_is_known_by_their_verified_address_and_does_not_decide_its_calls()
    {
        // In the page's world alice is a configured reviewer; this call's owner is somebody else.
        world.Provider.Users["olga"] = new OidcUser("sub-olga") { Email = "Olga@example.com", Roles = ["approvals-reviewers"] };
        var id = await world.Page.ParkAsync(with: asked => asked with { Owner = "olga@example.com" });
        var olga = await world.SignInAsync("olga");

        var page = await olga.GetAsync($"/approvals/{id}");
        var answer = await olga.PostAsync($"/approvals/{id}", new() { ["decision"] = "approve", ["fingerprint"] = World.PageWorld.FingerprintOf(id) });

        Assert.Equal(200, page.Status);
        Assert.Equal(403, answer.Status);
        Assert.Contains("made with your own grant", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_are_taken_as_they_are_but_none_passes_for_a_person()
    {
        world.Change("ana", ana => ana with { Groups = ["sre", "bob", "oidc:zoe@example.com"] });

        await world.SignInAsync("ana");

        Assert.Equal(["sre"], world.Find("oidc:ana@example.com")!.Groups);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_says_so()
    {
        var ana = await world.SignInAsync("ana");
        await ana.GetAsync("/");
        var copy = ana.Cookies["approvals"];

        var answer = await ana.PostAsync("/sign-out", []);
        var page = await ana.GetAsync(answer.Location!);

        Assert.Equal((303, "/signed-out"), (answer.Status, answer.Location));
        Assert.Contains("You are signed out", page.Body, StringComparison.Ordinal);
        Assert.Null(page.Header("Refresh"));
        ana.Cookies["approvals"] = copy;
        Assert.Equal(303, (await ana.GetAsync("/")).Status);
    }
}
