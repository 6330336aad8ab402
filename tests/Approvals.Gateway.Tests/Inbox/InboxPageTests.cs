using Approvals.Gateway.Tests.World;
using Approvals.Policies;

namespace Approvals.Gateway.Tests.Inbox;

public sealed partial class InboxPageTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task What_expires_first_stands_first_and_the_title_counts()
    {
        var later = await world.ParkAsync(terms: Terms.Default with { Expires = TimeSpan.FromHours(1) });
        var sooner = await world.ParkAsync(terms: Terms.Default with { Expires = TimeSpan.FromMinutes(7) });
        var bob = await world.BrowserOfAsync("bob");

        var page = (await bob.GetAsync("/")).Body;

        Assert.Contains("<title>(2) Approvals</title>", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf(sooner, StringComparison.Ordinal) < page.IndexOf(later, StringComparison.Ordinal));
        Assert.Contains("in 7 min", page, StringComparison.Ordinal);
        Assert.Contains("in 1 h 00 min", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nothing_to_do_it_says_how_something_gets_here()
    {
        var bob = await world.BrowserOfAsync("bob");

        var page = (await bob.GetAsync("/")).Body;

        Assert.Contains("<title>Approvals</title>", page, StringComparison.Ordinal);
        Assert.Contains("Nothing waits.", page, StringComparison.Ordinal);
        Assert.Contains("Point an MCP client at", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_decided_moves_to_the_resolved_ones()
    {
        var id = await world.ParkAsync();
        await world.Program("bob").DecideAsync(id, "approve");
        var bob = await world.BrowserOfAsync("bob");

        var inbox = (await bob.GetAsync("/")).Body;
        var history = (await bob.GetAsync("/history")).Body;

        Assert.Contains("Nothing waits.", inbox, StringComparison.Ordinal);
        Assert.All([inbox, history], page => Assert.Contains($"href=\"/approvals/{id}\"", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_history_turns_pages_and_leaves_out_what_waits()
    {
        var ids = new List<string>();
        for (var at = 0; at < 51; at++)
        {
            ids.Add(await world.ParkAsync());
            await world.WithdrawAsync(ids[^1], "alice");
            world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        var waits = await world.ParkAsync();
        var bob = await world.BrowserOfAsync("bob");

        var first = (await bob.GetAsync("/history")).Body;
        var older = System.Text.RegularExpressions.Regex.Match(first, "href=\"(/history\\?before=[^\"]+)\"").Groups[1].Value;
        var second = (await bob.GetAsync(older)).Body;

        Assert.DoesNotContain(ids[0], first, StringComparison.Ordinal);
        Assert.All(ids.Skip(1), id => Assert.Contains(id, first, StringComparison.Ordinal));
        Assert.Contains(ids[0], second, StringComparison.Ordinal);
        Assert.DoesNotContain(ids[1], second, StringComparison.Ordinal);
        Assert.DoesNotContain("history?before", second, StringComparison.Ordinal);
        Assert.DoesNotContain(waits, first + second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_forbids_foreign_scripts_frames_and_caches()
    {
        var id = await world.ParkAsync();
        var bob = await world.BrowserOfAsync("bob");

        foreach (var address in new[] { "/", "/history", $"/approvals/{id}", "/approvals/ffff", "/sign-in", "/nowhere" })
        {
            var page = await bob.GetAsync(address);

            Assert.Equal(
                "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                page.Header("Content-Security-Policy"));
            Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
            Assert.Equal("same-origin", page.Header("Referrer-Policy"));
            Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
            Assert.DoesNotContain("<script", OurScripts().Replace(page.Body, ""), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("style=", page.Body, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("/approvals.css", "text/css")]
    [InlineData("/tables.css", "text/css")]
    [InlineData("/approvals.svg", "image/svg+xml")]
    public async Task What_the_pages_need_is_served(string address, string type)
    {
        var file = await world.Browser().GetAsync(address);

        Assert.Equal((200, type), (file.Status, file.Message.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty(file.Body);
    }

    [Fact]
    public async Task Nowhere_is_a_page_that_leads_back()
    {
        var answer = await world.Browser().GetAsync("/nowhere");

        Assert.Equal(404, answer.Status);
        Assert.Contains("Nothing here", answer.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/\"", answer.Body, StringComparison.Ordinal);
    }

    [System.Text.RegularExpressions.GeneratedRegex("<script type=\"module\" src=\"/live/(start|keys)\\.js\"></script>")]
    private static partial System.Text.RegularExpressions.Regex OurScripts();
}
