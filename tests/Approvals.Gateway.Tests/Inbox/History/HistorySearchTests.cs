using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Inbox.History;

public sealed partial class HistorySearchTests : IAsyncLifetime
{
    private PageWorld world = null!;
    private PageBrowser bob = null!;

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        bob = await world.BrowserOfAsync("bob");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("", "payout refund scale")]
    [InlineData("tool=REF", "refund")]
    [InlineData("upstream=shop&grant=alice&owner=example", "payout refund scale")]
    [InlineData("upstream=bank", "")]
    [InlineData("reviewer=carol", "payout")]
    [InlineData("reason=ask+FINANCE", "refund")]
    [InlineData("reason=100%25", "payout")]
    [InlineData("status=denied", "refund")]
    [InlineData("status=withdrawn", "scale")]
    [InlineData("status=expired", "")]
    [InlineData("from=yesterday&status=nonsense", "payout refund scale")]
    public async Task It_is_searched_by_what_its_address_says(string query, string tools)
    {
        await world.Program("bob").DecideAsync(await world.ParkAsync("refund"), "deny", "Ask finance first.");
        await world.Program("carol").DecideAsync(await world.ParkAsync("payout"), "approve", "It is 100% fine_");
        await world.WithdrawAsync(await world.ParkAsync("scale"), "alice");
        await world.ParkAsync("refund_waits");

        var lines = (await bob.GetAsync($"/history.ndjson?{query}")).Body;

        Assert.Equal(tools, await FoundAsync(query));
        Assert.Equal(tools, string.Join(' ', lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("tool").GetString()).Order()));
    }

    [Fact]
    public async Task A_day_is_a_day_in_utc_and_the_last_one_belongs_to_the_range()
    {
        await world.DisposeAsync();
        world = await PageWorld.StartAsync(from: PageWorld.Noon.AddHours(12).AddMilliseconds(-1));
        bob = await world.BrowserOfAsync("bob");
        await world.WithdrawAsync(await world.ParkAsync("before"), "alice");
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await world.WithdrawAsync(await world.ParkAsync("midnight"), "alice");

        Assert.Equal("midnight", await FoundAsync("from=2026-11-23"));
        Assert.Equal("before", await FoundAsync("to=2026-11-22"));
        Assert.Equal("before midnight", await FoundAsync("from=2026-11-22&to=2026-11-23"));
        Assert.Equal("before midnight", await FoundAsync("from=0001-01-01&to=9999-12-31"));
    }

    [Fact]
    public async Task What_people_said_is_shown_and_the_files_are_of_the_same_search()
    {
        await world.Program("bob").DecideAsync(await world.ParkAsync("refund"), "deny", "Ask <b>finance</b> first.");

        var page = (await bob.GetAsync("/history?reason=finance")).Body;

        Assert.Contains("Ask &lt;b&gt;finance&lt;/b&gt; first.", page, StringComparison.Ordinal);
        Assert.Contains("value=\"finance\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/history.csv?reason=finance\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_stays_on_the_next_page()
    {
        for (var at = 0; at < 52; at++)
        {
            await world.WithdrawAsync(await world.ParkAsync(at == 0 ? "refund_first" : "refund"), "alice");
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var first = (await bob.GetAsync("/history?tool=refund&status=withdrawn")).Body;
        var older = WebUtility.HtmlDecode(Regex.Match(first, "href=\"([^\"]+)\">Older<").Groups[1].Value);
        var second = (await bob.GetAsync(older)).Body;

        Assert.StartsWith("/history?tool=refund&status=withdrawn&before=", older, StringComparison.Ordinal);
        Assert.Contains("refund_first", second, StringComparison.Ordinal);
        Assert.DoesNotContain("refund_first", first, StringComparison.Ordinal);
        Assert.Contains(">Newest</a>", second, StringComparison.Ordinal);
    }

    private async Task<string> FoundAsync(string query) =>
        string.Join(' ', Tools().Matches((await bob.GetAsync($"/history?{query}")).Body).Select(tool => tool.Groups[1].Value).Order());

    [GeneratedRegex("<li data-id=\"[0-9a-f]+\"><a [^>]*><bdi [^>]*>([^<]*)<")]
    private static partial Regex Tools();
}
