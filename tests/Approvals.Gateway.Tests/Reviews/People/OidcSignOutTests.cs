using Approvals.Gateway.Tests.World.Oidc;

namespace Approvals.Gateway.Tests.Reviews.People;

public sealed class OidcSignOutTests
{
    [Fact]
    public async Task Where_it_is_wanted_one_goes_on_to_sign_out_at_the_provider()
    {
        await using var world = await OidcWorld.StartAsync(signOutAtProvider: true);
        var ana = await world.SignInAsync("ana");
        await ana.GetAsync("/");

        var page = await ana.GetAsync((await ana.PostAsync("/sign-out", [])).Location!);

        Assert.StartsWith($"2; url={world.Provider.Authority}connect/logout?client_id=approvals&post_logout_redirect_uri=", page.Header("Refresh"), StringComparison.Ordinal);
        Assert.Contains("Sign out of Example Login", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_came_by_a_token_has_nothing_to_sign_out_of_elsewhere()
    {
        await using var world = await OidcWorld.StartAsync(signOutAtProvider: true);
        var bob = await world.Page.BrowserOfAsync("bob");
        await bob.GetAsync("/");

        Assert.Equal("/signed-out", (await bob.PostAsync("/sign-out", [])).Location);
    }
}
