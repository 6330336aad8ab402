using System.Text.Json;
using Approvals.Gateway.Reviews.Live;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Live;
using Approvals.Policies;

namespace Approvals.Gateway.Tests.Reviews.Live;

/// <summary>What those who look on are told, and for how long.</summary>
public sealed class HubNewsTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_opened_request_is_told_without_its_arguments_and_decisions()
    {
        await using var bob = await HubProgram.ConnectAsync(world.Url, "token-bob");

        var id = await world.ParkAsync(with: asked => asked with { OthersJson = """{"_meta":{"x":1}}""" });

        var (name, summary) = await bob.HearsAsync();
        Assert.Equal("ApprovalOpened", name);
        Assert.Equal((id, "pending"), (summary.GetProperty("id").GetString(), summary.GetProperty("status").GetString()));
        var whole = (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.EnumerateObject().Select(member => member.Name);
        Assert.Equal(
            whole.Except(["arguments", "others", "decisions"]),
            summary.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Every_change_of_standing_is_told()
    {
        await using var vera = await HubProgram.ConnectAsync(world.Url, "token-vera");
        var id = await world.ParkAsync(terms: Terms.Of([], 2, Terms.Default.Expires));
        Assert.Equal("ApprovalOpened", (await vera.HearsAsync()).Event);

        await world.Program("bob").DecideAsync(id, "approve");
        world.Clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal("ApprovalChanged", (await vera.HearsAsync()).Event);
        await world.Program("carol").DecideAsync(id, "approve");
        world.Clock.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal("approved", (await vera.HearsAsync()).Summary.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Expiry_is_told_without_anybody_asking()
    {
        await using var bob = await HubProgram.ConnectAsync(world.Url, "token-bob");
        await world.ParkAsync();
        await bob.HearsAsync();

        var expired = bob.HearsOfAsync("expired");
        await world.PassTimeUntilAsync(expired, Terms.Default.Expires);

        Assert.Equal("expired", (await expired).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Changes_that_follow_quickly_are_told_once()
    {
        await using var bob = await HubProgram.ConnectAsync(world.Url, "token-bob");
        await world.ParkAsync();
        await bob.HearsAsync();

        // The clock stands: whatever happens now is told when 50 ms have passed.
        var id = await world.ParkAsync();
        await world.Program("carol").DecideAsync(id, "deny");
        await using var carol = await HubProgram.ConnectAsync(world.Url, "token-carol");
        var last = await world.ParkAsync();
        await carol.HearsAsync();
        Assert.Equal(0, bob.HeardCount);
        // Carol may have heard of the last one a moment before it lies ready for bob: then it is told with what comes next.
        var both = HearTwoAsync();
        await world.PassTimeUntilAsync(both, TimeSpan.FromMilliseconds(50));

        var told = (await both).ToDictionary(heard => heard.Summary.GetProperty("id").GetString()!);
        Assert.Equal("denied", told[id].Summary.GetProperty("status").GetString());
        Assert.Equal("ApprovalOpened", told[last].Event);
        Assert.Equal(0, bob.HeardCount);

        async Task<(string Event, JsonElement Summary)[]> HearTwoAsync() => [await bob.HearsAsync(), await bob.HearsAsync()];
    }

    [Fact]
    public async Task Who_may_not_see_a_request_does_not_hear_of_it()
    {
        await using var nobody = await HubProgram.ConnectAsync(world.Url, "token-nobody");
        await using var bob = await HubProgram.ConnectAsync(world.Url, "token-bob");

        await world.ParkAsync();
        await bob.HearsAsync();
        var own = await world.ParkAsync(with: asked => asked with { Owner = "nobody" });
        world.Clock.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal(own, (await nobody.HearsAsync()).Summary.GetProperty("id").GetString());
        Assert.Equal(0, nobody.HeardCount);
    }

    [Fact]
    public async Task Signing_out_ends_the_pages_connection_and_no_other()
    {
        var (here, elsewhere) = (await world.BrowserOfAsync("bob"), await world.BrowserOfAsync("bob"));
        await here.GetAsync("/");
        await elsewhere.GetAsync("/");
        await using var page = await HubProgram.ConnectAsync(world.Url, here);
        await using var other = await HubProgram.ConnectAsync(world.Url, elsewhere);

        Assert.Equal(303, (await here.PostAsync("/sign-out", [])).Status);

        await page.IsClosedAsync();
        await world.ParkAsync();
        Assert.Equal("ApprovalOpened", (await other.HearsAsync()).Event);
    }

    [Fact]
    public async Task A_sign_in_that_runs_out_ends_the_connection()
    {
        var browser = await world.BrowserOfAsync("bob");
        await browser.GetAsync("/");
        await using var page = await HubProgram.ConnectAsync(world.Url, browser);

        // At once, without half a day of everybody's rounds.
        world.Clock.AdjustTime(PageWorld.Noon + TimeSpan.FromHours(12));
        world.Clock.Advance(TimeSpan.FromSeconds(5));

        await page.IsClosedAsync();
    }

    [Fact]
    public async Task One_person_has_a_bounded_number_of_connections()
    {
        var open = new List<HubProgram>();
        for (var at = 0; at < LiveConnections.MostOfOnePerson; at++)
        {
            open.Add(await HubProgram.ConnectAsync(world.Url, "token-bob"));
        }

        await using var surplus = await HubProgram.ConnectAsync(world.Url, "token-bob");
        await surplus.IsClosedAsync();
        await using var carol = await HubProgram.ConnectAsync(world.Url, "token-carol");
        await world.ParkAsync();
        await carol.HearsAsync();
        foreach (var program in open)
        {
            await program.DisposeAsync();
        }
    }
}
