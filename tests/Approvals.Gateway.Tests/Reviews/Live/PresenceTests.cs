using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Live;
using Microsoft.AspNetCore.SignalR.Client;

namespace Approvals.Gateway.Tests.Reviews.Live;

/// <summary>Who looks at a request just now.</summary>
public sealed class PresenceTests : IAsyncLifetime
{
    private PageWorld world = null!;
    private PageBrowser bob = null!;
    private string id = "";

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        id = await world.ParkAsync();
        bob = await world.BrowserOfAsync("bob");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Others_see_who_looks_on_the_request_and_in_the_inbox_and_they_themselves_do_not()
    {
        await using var carol = await LooksAsync("carol", id);
        await using var second = await LooksAsync("carol", id);
        await using var dan = await LooksAsync("dan", id);

        Assert.Contains("carol, dan</bdi></strong> are looking at this too.", (await bob.GetAsync($"/approvals/{id}")).Body, StringComparison.Ordinal);
        Assert.Contains("carol, dan</bdi></strong> are looking.", (await bob.GetAsync("/")).Body, StringComparison.Ordinal);
        var carols = await (await world.BrowserOfAsync("carol")).GetAsync($"/approvals/{id}");
        Assert.Contains("dan</bdi></strong> is looking at this too.", carols.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_is_gone_and_the_others_are_told()
    {
        var carol = await LooksAsync("carol", id);
        await using var onlooker = await HubProgram.ConnectAsync(world.Url, "token-bob");

        await carol.DisposeAsync();

        await onlooker.HearsOfPresenceAsync();
        Assert.DoesNotContain("looking", (await bob.GetAsync($"/approvals/{id}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_falls_silent_is_gone_within_ten_seconds_and_the_others_are_told()
    {
        await using var carol = await LooksAsync("carol", id);
        await using var onlooker = await HubProgram.ConnectAsync(world.Url, "token-bob");

        world.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains("is looking", (await bob.GetAsync("/")).Body, StringComparison.Ordinal);
        var told = onlooker.HearsOfPresenceAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.DoesNotContain("is looking", (await bob.GetAsync("/")).Body, StringComparison.Ordinal);
        // The clock stands still from here on: it is the silence that is told, and not a connection that ran out later.
        await told;
    }

    [Fact]
    public async Task A_page_that_is_not_looked_at_any_more_says_so()
    {
        await using var carol = await LooksAsync("carol", id);

        await carol.Hub.InvokeAsync("Look", "", CancellationToken.None);

        Assert.DoesNotContain("is looking", (await bob.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_see_a_request_is_not_seen_at_it()
    {
        await using var nobody = await LooksAsync("nobody", id);

        Assert.DoesNotContain("nobody", (await bob.GetAsync($"/approvals/{id}")).Body, StringComparison.Ordinal);
    }

    private async Task<HubProgram> LooksAsync(string person, string at)
    {
        var program = await HubProgram.ConnectAsync(world.Url, $"token-{person}");
        await program.Hub.InvokeAsync("Look", at, CancellationToken.None);
        return program;
    }
}
