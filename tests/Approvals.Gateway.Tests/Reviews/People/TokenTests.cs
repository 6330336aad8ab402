using System.Text.RegularExpressions;
using Approvals.Gateway.Reviews.People;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Reviews.People;

/// <summary>People give programs of theirs tokens, and take them back.</summary>
public sealed partial class TokenTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_program_with_a_made_token_decides_in_its_persons_name()
    {
        var bob = await world.BrowserOfAsync("bob");
        var token = await MakeAsync(bob, "night shift", 7);
        var program = world.ProgramWith(token);
        var id = await world.ParkAsync();

        Assert.Equal(200, (await program.DecideAsync(id, "approve")).Status);
        Assert.Equal("bob", (await program.GetAsync($"/api/approvals/{id}")).Json.GetProperty("decisions")[0].GetProperty("reviewer").GetString());
        Assert.Contains("29 Nov 2026", (await bob.GetAsync("/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_once_and_kept_nowhere()
    {
        var bob = await world.BrowserOfAsync("bob");

        var token = await MakeAsync(bob, "ci");

        Assert.StartsWith("apv_", token, StringComparison.Ordinal);
        var page = await bob.GetAsync("/account");
        Assert.DoesNotContain(token, page.Body, StringComparison.Ordinal);
        Assert.Contains("ci", page.Body, StringComparison.Ordinal);
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        await using var database = await world.Get<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync();
        Assert.DoesNotContain(token, string.Concat(await database.Audit.Select(row => row.DetailJson).ToListAsync()), StringComparison.Ordinal);
        Assert.Equal(["token.made"], await database.Audit.Where(row => row.Actor == "bob").Select(row => row.Kind).ToListAsync());
        Assert.NotEqual(token, (await database.Tokens.SingleAsync()).Sha256);
    }

    [Fact]
    public async Task It_opens_no_page_and_so_makes_no_other()
    {
        var bob = await world.BrowserOfAsync("bob");
        var token = await MakeAsync(bob, "ci");
        var thief = world.Browser();
        await thief.GetAsync("/sign-in");

        Assert.Equal(403, (await thief.PostAsync("/sign-in", new() { ["token"] = token })).Status);
        Assert.Equal(303, (await world.ProgramWith(token).GetAsync("/account")).Status);
    }

    [Fact]
    public async Task Revoked_it_opens_nothing_any_more()
    {
        var bob = await world.BrowserOfAsync("bob");
        var token = await MakeAsync(bob, "ci");
        Assert.Equal(200, (await world.ProgramWith(token).GetAsync("/api/approvals")).Status);

        Assert.Equal(303, (await ActAsync(bob, "revoke", IdOf((await bob.GetAsync("/account")).Body))).Status);

        Assert.Equal(401, (await world.ProgramWith(token).GetAsync("/api/approvals")).Status);
        Assert.Contains("There are none.", (await bob.GetAsync("/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotated_it_gives_way_to_another_within_an_hour()
    {
        var bob = await world.BrowserOfAsync("bob");
        var old = await MakeAsync(bob, "ci");

        var answer = await ActAsync(bob, "rotate", IdOf((await bob.GetAsync("/account")).Body));
        var next = TokenIn().Match(answer.Body).Groups[1].Value;

        Assert.NotEqual(old, next);
        Assert.Equal(200, (await world.ProgramWith(old).GetAsync("/api/approvals")).Status);
        Assert.Equal(200, (await world.ProgramWith(next).GetAsync("/api/approvals")).Status);
        world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, (await world.ProgramWith(old).GetAsync("/api/approvals")).Status);
        Assert.Equal(200, (await world.ProgramWith(next).GetAsync("/api/approvals")).Status);
    }

    [Fact]
    public async Task Others_neither_see_nor_end_it_but_an_admin_does()
    {
        var bob = await world.BrowserOfAsync("bob");
        var token = await MakeAsync(bob, "bobs-own");
        var id = IdOf((await bob.GetAsync("/account")).Body);
        var carol = await world.BrowserOfAsync("carol");
        var root = await world.BrowserOfAsync("root");

        Assert.DoesNotContain("bobs-own", (await carol.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await ActAsync(carol, "revoke", id)).Status);
        Assert.Equal(404, (await ActAsync(carol, "rotate", id)).Status);
        Assert.Contains("bobs-own", (await root.GetAsync("/account")).Body, StringComparison.Ordinal);
        Assert.Equal(404, (await ActAsync(root, "rotate", id)).Status);
        Assert.Equal(200, (await world.ProgramWith(token).GetAsync("/api/approvals")).Status);
        Assert.Equal(303, (await ActAsync(root, "revoke", id)).Status);
        Assert.Equal(401, (await world.ProgramWith(token).GetAsync("/api/approvals")).Status);
    }

    [Fact]
    public async Task A_row_that_was_changed_in_the_database_opens_nothing()
    {
        var bob = await world.BrowserOfAsync("bob");
        var token = await MakeAsync(bob, "ci");

        await using (var database = await world.Get<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync())
        {
            await database.Database.ExecuteSqlRawAsync("UPDATE Tokens SET PersonId = 'carol'");
        }

        await world.Get<KnownPeople>().ReadAsync(default);
        Assert.Equal(401, (await world.ProgramWith(token).GetAsync("/api/approvals")).Status);
    }

    [Theory]
    [InlineData("", "30", "Give the token a name")]
    [InlineData("a\u0007b", "30", "Give the token a name")]
    [InlineData("ci", "31", "A token lasts 1, 7, 30, 90 days.")]
    [InlineData("ci", "-1", "A token lasts 1, 7, 30, 90 days.")]
    public async Task What_is_not_well_asked_for_is_refused(string name, string days, string words)
    {
        var bob = await world.BrowserOfAsync("bob");
        await bob.GetAsync("/account");

        var answer = await bob.PostAsync("/account", new() { ["do"] = "make", ["name"] = name, ["days"] = days });

        Assert.Equal(400, answer.Status);
        Assert.Contains(words, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_has_more_than_twenty()
    {
        var bob = await world.BrowserOfAsync("bob");
        for (var number = 0; number < 20; number++)
        {
            await MakeAsync(bob, $"ci {number}");
        }

        var more = await bob.PostAsync("/account", new() { ["do"] = "make", ["name"] = "one more", ["days"] = "1" });

        Assert.Equal(409, more.Status);
        Assert.Contains("20 tokens are the most", more.Body, StringComparison.Ordinal);
    }

    private static async Task<string> MakeAsync(PageBrowser browser, string name, int days = 30)
    {
        await browser.GetAsync("/account");
        var answer = await browser.PostAsync("/account", new() { ["do"] = "make", ["name"] = name, ["days"] = $"{days}" });
        Assert.Equal(200, answer.Status);
        return TokenIn().Match(answer.Body).Groups[1].Value;
    }

    private static async Task<PageAnswer> ActAsync(PageBrowser browser, string what, string id)
    {
        await browser.GetAsync("/account");
        return await browser.PostAsync("/account", new() { ["do"] = what, ["id"] = id });
    }

    private static string IdOf(string page) => LineIn().Match(page).Groups[1].Value;

    [GeneratedRegex("""id="token">([^<]+)<""")]
    private static partial Regex TokenIn();

    [GeneratedRegex("""name="id" value="([0-9a-f]{16})""")]
    private static partial Regex LineIn();
}
