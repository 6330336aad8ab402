using Approvals.Gateway.Reviews.People;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.People;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Reviews.People;

/// <summary>Bob of sre goes away, and somebody else decides in his stead.</summary>
public sealed class AwayTests : IAsyncLifetime
{
    private static readonly Terms OfSre = Terms.Of(["sre"], 1, TimeSpan.FromDays(6));

    private PageWorld world = null!;
    private PageBrowser bob = null!;

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        bob = await world.BrowserOfAsync("bob");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Whoever_decides_in_his_stead_is_asked_wherever_he_is_and_counts_as_themselves()
    {
        var (forGroup, forBob) = (await world.ParkAsync(terms: OfSre), await world.ParkAsync(terms: OfSre with { Panels = [new Panel(["bob"], 1)] }));
        Assert.Equal(403, (await world.Program("carol").DecideAsync(forGroup, "approve")).Status);

        await LeaveAsync(bob, "carol");

        Assert.Equal(200, (await world.Program("carol").DecideAsync(forGroup, "approve")).Status);
        var decided = await world.Program("carol").DecideAsync(forBob, "approve");
        Assert.Equal("carol", decided.Json.GetProperty("decisions")[0].GetProperty("reviewer").GetString());
        Assert.Equal(403, (await world.Program("dan").DecideAsync(await world.ParkAsync(terms: OfSre), "approve")).Status);
    }

    [Fact]
    public async Task Two_have_to_agree_still_means_two()
    {
        var id = await world.ParkAsync(terms: OfSre with { Panels = [new Panel(["sre"], 2)] });
        await LeaveAsync(bob, "carol");

        Assert.Equal("pending", (await world.Program("carol").DecideAsync(id, "approve")).Json.GetProperty("status").GetString());
        Assert.Equal("approved", (await world.Program("bob").DecideAsync(id, "approve")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Two_groups_have_to_agree_still_means_two_people()
    {
        var id = await world.ParkAsync(terms: OfSre with { Panels = [new Panel(["sre"], 1), new Panel(["carol", "dan"], 1)] });
        await LeaveAsync(bob, "carol");

        Assert.Equal("pending", (await world.Program("carol").DecideAsync(id, "approve")).Json.GetProperty("status").GetString());
        Assert.Equal("approved", (await world.Program("bob").DecideAsync(id, "approve")).Json.GetProperty("status").GetString());
        Assert.IsType<ReleaseAnswer.Released>(await world.Desk.ReleaseAsync(id, OfSre));
    }

    [Fact]
    public async Task Nobody_decides_in_the_stead_of_the_grants_owner()
    {
        var id = await world.ParkAsync(terms: OfSre);
        await LeaveAsync(await world.BrowserOfAsync("alice"), "dan");

        Assert.Equal(403, (await world.Program("dan").DecideAsync(id, "approve")).Status);
    }

    [Fact]
    public async Task It_ends_with_his_return_and_with_its_time_and_what_was_approved_and_has_not_run_does_not()
    {
        var id = await world.ParkAsync(terms: OfSre);
        await LeaveAsync(bob, "carol");
        await world.Program("carol").DecideAsync(id, "approve");
        Assert.Matches("carol.*decides in your stead", (await bob.GetAsync("/account")).Body);

        await PostAsync(bob, new() { ["do"] = "return" });

        Assert.IsType<ReleaseAnswer.Revoked>(await world.Desk.ReleaseAsync(id, OfSre));
        Assert.Equal(403, (await world.Program("carol").DecideAsync(await world.ParkAsync(terms: OfSre), "approve")).Status);
        await world.Get<AwayStore>().SetAsync("bob", PageWorld.Noon.AddMinutes(5), "carol", PageWorld.Noon);
        await world.Get<KnownPeople>().ReadAsync(default);
        Assert.Equal(200, (await world.Program("carol").DecideAsync(await world.ParkAsync(terms: OfSre), "approve")).Status);
        var last = await world.ParkAsync(terms: OfSre);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(403, (await world.Program("carol").DecideAsync(last, "approve")).Status);
    }

    [Fact]
    public async Task It_does_not_go_on_to_others_and_gives_nobody_their_own_calls()
    {
        var id = await world.ParkAsync(terms: OfSre);
        await LeaveAsync(bob, "carol");
        await LeaveAsync(await world.BrowserOfAsync("carol"), "dan");
        Assert.Equal(403, (await world.Program("dan").DecideAsync(id, "approve")).Status);

        await LeaveAsync(bob, "alice");
        Assert.Equal(403, (await world.Program("alice").DecideAsync(id, "approve")).Status);
        Assert.Equal(403, (await world.Program("carol").DecideAsync(id, "approve")).Status);
    }

    [Theory]
    [InlineData("bob", "7", "Only somebody else who may decide")]
    [InlineData("vera", "7", "Only somebody else who may decide")]
    [InlineData("sre", "7", "Only somebody else who may decide")]
    [InlineData("carol", "365", "One is away for 1, 3, 7, 14, 30 days")]
    public async Task Nobody_else_can_decide_in_his_stead(string other, string days, string words)
    {
        var answer = await PostAsync(bob, new() { ["do"] = "leave", ["days"] = days, ["delegate"] = other });

        Assert.Equal(400, answer.Status);
        Assert.Contains(words, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_of_it_is_in_the_audit_and_a_row_that_was_changed_says_nothing()
    {
        await LeaveAsync(bob, "carol");
        await PostAsync(bob, new() { ["do"] = "return" });
        await LeaveAsync(bob, "carol");

        await using (var database = await world.Get<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync())
        {
            Assert.Equal(["person.away", "person.back", "person.away"], await database.Audit.Where(row => row.Actor == "bob").OrderBy(row => row.Sequence).Select(row => row.Kind).ToListAsync());
            await database.Database.ExecuteSqlRawAsync("UPDATE Away SET DelegateId = 'dan'");
        }

        await world.Get<KnownPeople>().ReadAsync(default);
        Assert.Equal(403, (await world.Program("dan").DecideAsync(await world.ParkAsync(terms: OfSre), "approve")).Status);
    }

    private static async Task LeaveAsync(PageBrowser person, string other) =>
        Assert.Equal(303, (await PostAsync(person, new() { ["do"] = "leave", ["days"] = "7", ["delegate"] = other })).Status);

    private static async Task<PageAnswer> PostAsync(PageBrowser person, Dictionary<string, string> fields)
    {
        await person.GetAsync("/account");
        return await person.PostAsync("/account", fields);
    }
}
