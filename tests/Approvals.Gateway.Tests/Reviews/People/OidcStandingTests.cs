using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.People;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Oidc;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Reviews.People;

/// <summary>What somebody of the provider's may do is asked again at every decision, release and live event.</summary>
public sealed class OidcStandingTests : IAsyncLifetime
{
    private static readonly Terms Sre = Terms.Default with { Panels = [new Panel(["sre"], 1)] };

    private OidcWorld world = null!;

    public async ValueTask InitializeAsync() => world = await OidcWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_approval_is_released_while_its_reviewer_may_still_decide()
    {
        Assert.IsType<ReleaseAnswer.Released>(await ApproveAndReleaseAsync(() => Task.CompletedTask));
    }

    [Fact]
    public async Task A_reviewer_who_lost_the_role_before_the_release_does_not_count()
    {
        var answer = await ApproveAndReleaseAsync(async () =>
        {
            world.Change("ana", ana => ana with { Roles = ["approvals-viewers"] });
            await world.SignInAsync("ana");
        });

        Assert.IsType<ReleaseAnswer.Revoked>(answer);
    }

    [Fact]
    public async Task A_reviewer_who_lost_every_role_is_refused_and_does_not_count_either()
    {
        var answer = await ApproveAndReleaseAsync(async () =>
        {
            world.Change("ana", ana => ana with { Roles = [] });
            Assert.Equal(403, (await world.Browser().SignInAsync("ana")).Status);
        });

        Assert.IsType<ReleaseAnswer.Revoked>(answer);
    }

    [Fact]
    public async Task A_reviewer_who_left_the_group_before_the_release_does_not_count()
    {
        var answer = await ApproveAndReleaseAsync(async () =>
        {
            world.Change("ana", ana => ana with { Groups = ["finance"] });
            await world.SignInAsync("ana");
        });

        Assert.IsType<ReleaseAnswer.Revoked>(answer);
    }

    [Fact]
    public async Task A_row_that_was_changed_in_the_database_gives_nobody_anything()
    {
        await world.SignInAsync("ana");
        await using (var database = await world.Page.Get<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync())
        {
            Assert.Equal(1, await database.People.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Roles, "reviewer\nadmin")));
        }

        await world.Page.Get<Gateway.Reviews.People.KnownPeople>().ReadAsync(CancellationToken.None);

        Assert.Null(world.Find("oidc:ana@example.com"));
    }

    [Fact]
    public async Task What_a_sign_in_gave_ends_after_eight_hours_the_cookie_included()
    {
        var ana = await world.SignInAsync("ana");

        world.Clock.AdjustTime(world.Clock.GetUtcNow().AddHours(8).AddMinutes(-1));
        Assert.Equal(200, (await ana.GetAsync("/")).Status);
        world.Clock.AdjustTime(world.Clock.GetUtcNow().AddMinutes(2));

        Assert.Equal(303, (await ana.GetAsync("/")).Status);
        Assert.Null(world.Find("oidc:ana@example.com"));
    }

    [Fact]
    public async Task What_another_replica_writes_counts_here_at_the_next_round_and_for_a_cookie_at_once()
    {
        var ana = await world.SignInAsync("ana");
        var (store, now) = (world.Page.Get<PeopleStore>(), world.Clock.GetUtcNow());

        await store.EndAsync(world.Provider.Authority, "sub-ana", now);
        await world.Page.PassTimeUntilAsync(world.IsGoneAsync("oidc:ana@example.com"), TimeSpan.FromSeconds(4));
        await store.ArriveAsync(new Arrival(world.Provider.Authority, "sub-ana", "ana@example.com", null, [], ["viewer"]), now, now.AddHours(1));

        Assert.Null(world.Find("oidc:ana@example.com"));
        Assert.Equal(200, (await ana.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_live_connection_ends_when_the_person_is_refused()
    {
        var ana = await world.SignInAsync("ana");
        await ana.GetAsync("/");
        await using var hub = await World.Live.HubProgram.ConnectAsync(world.Page.Url, ana);
        world.Change("ana", old => old with { Roles = [] });

        await world.Browser().SignInAsync("ana");
        world.Clock.Advance(TimeSpan.FromSeconds(2));

        await hub.IsClosedAsync();
    }

    private async Task<ReleaseAnswer?> ApproveAndReleaseAsync(Func<Task> meanwhile)
    {
        var id = await world.Page.ParkAsync(terms: Sre);
        var ana = await world.SignInAsync("ana");
        await ana.GetAsync($"/approvals/{id}");
        var decided = await ana.PostAsync($"/approvals/{id}", new() { ["decision"] = "approve", ["fingerprint"] = PageWorld.FingerprintOf(id) });
        Assert.Equal(303, decided.Status);
        await meanwhile();
        return await world.Page.Desk.ReleaseAsync(id, Sre);
    }
}
