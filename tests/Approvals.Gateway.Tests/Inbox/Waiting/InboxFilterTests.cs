using System.Net;
using System.Text.RegularExpressions;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;

namespace Approvals.Gateway.Tests.Inbox.Waiting;

public sealed partial class InboxFilterTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("tool=REF", "refund")]
    [InlineData("upstream=sho", "refund scale_up")]
    [InlineData("upstream=bank", "")]
    [InlineData("grant=laptop&tool=scale", "scale_up")]
    [InlineData("owner=alice%40", "refund scale_up")]
    [InlineData("owner=nobody", "")]
    [InlineData("tool=_u", "scale_up")]
    [InlineData("tool=%25", "")]
    [InlineData("tool=%27%20OR%201=1", "")]
    public async Task The_address_says_what_is_shown(string query, string tools)
    {
        await world.ParkAsync("refund");
        await world.ParkAsync("scale_up");
        var bob = await world.BrowserOfAsync("bob");

        var page = (await bob.GetAsync($"/?{query}")).Body;

        Assert.Equal(tools.Split(' ', StringSplitOptions.RemoveEmptyEntries), ToolsOf(page).Order());
        Assert.Equal(tools.Length == 0, page.Contains("Nothing that waits is like this.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_form_shows_the_filter_that_is_on_and_keeps_what_was_typed_inert()
    {
        var bob = await world.BrowserOfAsync("bob");

        var page = (await bob.GetAsync("/?tool=%22%3E%3Cscript%3E&mine=1&order=oldest")).Body;

        Assert.Contains("value=\"&quot;&gt;&lt;script&gt;\"", page, StringComparison.Ordinal);
        Assert.Matches("<input id=\"mine\"[^>]* checked", page);
        Assert.Contains("<option value=\"oldest\" selected", page, StringComparison.Ordinal);
        Assert.Matches("<details class=\"filter\" open", page);
    }

    [Fact]
    public async Task Owned_is_what_my_own_agents_asked()
    {
        await world.ParkAsync("hers");
        await world.ParkAsync("his", with: asked => asked with { Owner = "BOB@example.com" });
        var bob = await world.BrowserOfAsync("bob");

        Assert.Equal(["his"], ToolsOf((await bob.GetAsync("/?owned=1")).Body));
    }

    [Fact]
    public async Task Mine_is_what_I_may_decide_and_have_not()
    {
        await world.ParkAsync("for_sre", terms: Terms.Of(["sre"], 1, Terms.Default.Expires));
        await world.ParkAsync("for_finance", terms: Terms.Of(["finance"], 1, Terms.Default.Expires));
        await world.ParkAsync("for_alice", terms: Terms.Of(["alice"], 1, Terms.Default.Expires) with { AllowSelf = true });
        var both = await world.ParkAsync("for_two", terms: Terms.Of([], 2, Terms.Default.Expires));
        await world.Program("bob").DecideAsync(both, "approve");

        Assert.Equal(["for_sre"], await MineAsync("bob"));
        Assert.Equal(["for_two"], await MineAsync("carol"));
        Assert.Equal(["for_alice"], await MineAsync("alice"));
        Assert.Empty(await MineAsync("vera"));
    }

    [Fact]
    public async Task Who_has_no_role_counts_their_own_calls_and_no_others()
    {
        await world.ParkAsync("mine", with: asked => asked with { Owner = "Nobody" });
        await world.ParkAsync("others");
        var nobody = await world.BrowserOfAsync("nobody");

        var page = (await nobody.GetAsync("/")).Body;

        Assert.Contains("<title>(1) Approvals</title>", page, StringComparison.Ordinal);
        Assert.Equal(["mine"], ToolsOf(page));
    }

    [Theory]
    [InlineData("", "b c a")]
    [InlineData("order=newest", "c b a")]
    [InlineData("order=oldest", "a b c")]
    public async Task It_is_sorted_as_asked(string query, string tools)
    {
        foreach (var (tool, minutes) in new[] { ("a", 60), ("b", 5), ("c", 30) })
        {
            await world.ParkAsync(tool, terms: Terms.Default with { Expires = TimeSpan.FromMinutes(minutes) });
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var bob = await world.BrowserOfAsync("bob");

        Assert.Equal(tools.Split(' '), ToolsOf((await bob.GetAsync($"/?{query}")).Body));
    }

    [Theory]
    [InlineData("order=expiry")]
    [InlineData("order=newest")]
    [InlineData("order=oldest")]
    public async Task Its_pages_meet_and_carry_the_filter_on(string query)
    {
        await world.ParkAsync("scale_up");
        await world.ParkManyAsync(120);
        var bob = await world.BrowserOfAsync("bob");
        var seen = new List<string>();
        for (var next = $"/?{query}&tool=refund"; next is not null;)
        {
            var page = (await bob.GetAsync(next)).Body;
            Assert.Contains("<title>(120) Approvals</title>", page, StringComparison.Ordinal);
            Assert.Equal(seen.Count > 0, page.Contains(">First page</a>", StringComparison.Ordinal));
            seen.AddRange(Cards().Matches(page).Select(card => card.Groups[1].Value));
            next = NextPage().Match(page) is { Success: true } link ? WebUtility.HtmlDecode(link.Groups[1].Value) : null;
        }

        Assert.Equal(120, seen.Count);
        Assert.Equal(120, seen.Distinct().Count());
    }

    private async Task<IEnumerable<string>> MineAsync(string person) => ToolsOf((await (await world.BrowserOfAsync(person)).GetAsync("/?mine=1")).Body);

    private static IEnumerable<string> ToolsOf(string page) => Tools().Matches(page).Select(tool => tool.Groups[1].Value);

    [GeneratedRegex("<h3 id=\"tool-[0-9a-f]+\"><a [^>]*><bdi [^>]*>([^<]*)<")]
    private static partial Regex Tools();

    [GeneratedRegex("<li data-id=\"([0-9a-f]+)\"><article")]
    private static partial Regex Cards();

    [GeneratedRegex("href=\"([^\"]+)\">Next page<")]
    private static partial Regex NextPage();
}
