using System.Diagnostics;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Live;

namespace Approvals.Gateway.Tests.Inbox.Waiting;

/// <summary>An agent gone wild, and a reviewer who has to find their way.</summary>
public sealed class LargeInboxTests : IAsyncLifetime
{
    private static readonly TimeSpan Bearable = TimeSpan.FromSeconds(1);

    private PageWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        await world.ParkManyAsync(10_000);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/?order=newest")]
    [InlineData("/?mine=1&owner=alice&tool=fund")]
    [InlineData("/history")]
    public async Task Ten_thousand_waiting_requests_open_in_less_than_a_second(string address)
    {
        var bob = await world.BrowserOfAsync("bob");
        var begun = Stopwatch.GetTimestamp();
        var page = await bob.GetAsync(address);
        var taken = Stopwatch.GetElapsedTime(begun);

        Assert.Equal(200, page.Status);
        Assert.True(address == "/history" || page.Body.Contains("<title>(10&#xA0;000) Approvals</title>", StringComparison.Ordinal), page.Body[..500]);
        Assert.True(page.Body.Length < 500_000, $"{page.Body.Length} characters");
        Assert.True(taken < Bearable, $"{address} took {taken.TotalMilliseconds:N0} ms");
    }

    [Fact]
    public async Task Whose_further_calls_are_refused_is_said_to_those_who_see_everything()
    {
        await world.ParkAsync("payout", with: asked => asked with { Grant = "other", Owner = "eve@example.com" });

        var seen = (await (await world.BrowserOfAsync("vera")).GetAsync("/")).Body;

        Assert.Matches("As many calls of [^\\n]*alice-laptop[^\\n]* wait as may", seen);
        Assert.DoesNotMatch("As many calls of [^\\n]*other[^\\n]* wait as may", seen);
        Assert.DoesNotContain("As many calls", (await (await world.BrowserOfAsync("nobody")).GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_stays_live()
    {
        var bob = await world.BrowserOfAsync("bob");
        await bob.GetAsync("/");
        await using var page = await HubProgram.ConnectAsync(world.Url, bob);

        var begun = Stopwatch.GetTimestamp();
        var id = await world.ParkAsync("payout", with: asked => asked with { Grant = "other", Owner = "eve@example.com" });
        var (_, summary) = await page.HearsAsync();
        var shown = (await bob.GetAsync("/?order=newest")).Body;
        var taken = Stopwatch.GetElapsedTime(begun);

        Assert.Equal(id, summary.GetProperty("id").GetString());
        Assert.Contains("(10&#xA0;001) Approvals", shown, StringComparison.Ordinal);
        Assert.True(taken < Bearable, $"an arrival was shown after {taken.TotalMilliseconds:N0} ms");
    }
}
