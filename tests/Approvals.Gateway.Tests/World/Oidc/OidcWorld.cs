using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Requests;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.World.Oidc;

/// <summary>The page and the desk beside a real provider. Tokens are judged by real time, so the world's clock begins there.</summary>
internal sealed class OidcWorld : IAsyncDisposable
{
    private readonly HttpClient there;

    private OidcWorld(OidcServer provider, PageWorld page)
    {
        (Provider, Page) = (provider, page);
        there = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(provider.Authority) };
    }

    public OidcServer Provider { get; }

    public PageWorld Page { get; }

    public FakeTimeProvider Clock => Page.Clock;

    /// <summary>Ana may review and is in the group sre.</summary>
    public static async Task<OidcWorld> StartAsync(bool matchByEmail = false, string? subjectOfBob = null, Dictionary<string, string>? groups = null, bool signOutAtProvider = false)
    {
        var provider = await OidcServer.StartAsync();
        provider.Users["ana"] = new OidcUser("sub-ana") { Email = "ana@example.com", Roles = ["approvals-reviewers"], Groups = ["sre"] };
        var oidc = new OidcOptions
        {
            Authority = provider.Authority,
            ClientId = OidcServer.ClientId,
            ClientSecret = OidcServer.ClientSecret,
            RequireHttps = false,
            Roles = new() { ["approvals-reviewers"] = "reviewer", ["approvals-viewers"] = "viewer" },
            Groups = groups ?? [],
            MatchByEmail = matchByEmail,
            SignOutAtProvider = signOutAtProvider,
            DisplayName = "Example Login",
        };
        var page = await PageWorld.StartAsync(from: TimeProvider.System.GetUtcNow(), oidc: oidc, subjectOfBob: subjectOfBob);
        await provider.RegisterAsync(page.Url);
        return new OidcWorld(provider, page);
    }

    public OidcBrowser Browser() => new(Page.Browser(), new PageBrowser(there));

    /// <summary>Signs somebody in and expects that it works.</summary>
    public async Task<PageBrowser> SignInAsync(string user)
    {
        var browser = Browser();
        var answer = await browser.SignInAsync(user);
        Assert.True(answer.Status == 303, answer.Body);
        return browser.Here;
    }

    /// <summary>The provider says something else of a user from now on.</summary>
    public void Change(string user, Func<OidcUser, OidcUser> change) => Provider.Users[user] = change(Provider.Users[user]);

    public Reviewer? Find(string id) => Page.Get<ReviewerBook>().Find(id);

    /// <summary>Waits until nobody of this id is known.</summary>
    public async Task IsGoneAsync(string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Find(id) is not null)
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        there.Dispose();
        await Page.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
