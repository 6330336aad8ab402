using Approvals.Gateway.Tests.World.Oidc;

namespace Approvals.Gateway.Tests.Reviews.People;

/// <summary>Who of the provider's is a reviewer of the configuration, and who only looks like one.</summary>
public sealed class OidcReviewerTests
{
    private static readonly OidcUser Bob = new("sub-bob") { Email = "bob@example.com", Roles = ["approvals-reviewers"] };

    [Fact]
    public async Task A_subject_in_the_configuration_makes_the_person_that_reviewer()
    {
        await using var world = await OidcWorld.StartAsync(subjectOfBob: "sub-bob");
        world.Provider.Users["bob"] = Bob with { Email = null, Roles = [] };

        var bob = await world.SignInAsync("bob");

        Assert.Contains("<strong>bob</strong>", (await bob.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verified_address_does_so_only_where_that_is_switched_on()
    {
        await using var off = await OidcWorld.StartAsync();
        await using var on = await OidcWorld.StartAsync(matchByEmail: true);
        off.Provider.Users["bob"] = on.Provider.Users["bob"] = Bob;

        var refused = await off.Browser().SignInAsync("bob");
        var bob = await on.SignInAsync("bob");

        Assert.Equal(403, refused.Status);
        Assert.Contains("bob@example.com", refused.Body, StringComparison.Ordinal);
        Assert.Contains("<strong>bob</strong>", (await bob.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unverified_address_of_a_reviewer_opens_nothing()
    {
        await using var world = await OidcWorld.StartAsync(matchByEmail: true);
        world.Provider.Users["mallory"] = new OidcUser("sub-mallory") { Email = "BOB@example.com", IsEmailVerified = false, Roles = ["approvals-reviewers"] };

        var answer = await world.Browser().SignInAsync("mallory");

        Assert.Equal(403, answer.Status);
        Assert.Contains("has not verified the address", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_takes_over_a_reviewers_address_loses_what_they_had_and_gets_nothing()
    {
        await using var world = await OidcWorld.StartAsync();
        var ana = await world.SignInAsync("ana");
        world.Change("ana", old => old with { Email = "bob@example.com" });

        var answer = await world.Browser().SignInAsync("ana");

        Assert.Equal(403, answer.Status);
        Assert.Null(world.Find("oidc:ana@example.com"));
        Assert.Equal(303, (await ana.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_reviewer_who_is_tied_to_a_subject_is_not_had_by_their_address()
    {
        await using var world = await OidcWorld.StartAsync(matchByEmail: true, subjectOfBob: "sub-bob");
        world.Provider.Users["mallory"] = Bob with { Subject = "sub-mallory" };

        Assert.Equal(403, (await world.Browser().SignInAsync("mallory")).Status);
    }

    [Fact]
    public async Task A_person_keeps_their_id_when_their_address_changes_and_stays_barred_from_calls_of_the_old_one()
    {
        await using var world = await OidcWorld.StartAsync();
        var id = await world.Page.ParkAsync(with: asked => asked with { Owner = "ana@example.com" });
        await world.SignInAsync("ana");
        world.Change("ana", old => old with { Email = "ana.new@example.com" });

        var ana = await world.SignInAsync("ana");
        await ana.GetAsync($"/approvals/{id}");
        var answer = await ana.PostAsync($"/approvals/{id}", new() { ["decision"] = "approve", ["fingerprint"] = World.PageWorld.FingerprintOf(id) });

        Assert.Contains("<strong>oidc:ana@example.com</strong>", (await ana.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task An_address_that_is_given_to_somebody_else_gives_them_neither_the_id_nor_a_second_voice()
    {
        await using var world = await OidcWorld.StartAsync();
        await world.SignInAsync("ana");
        world.Provider.Users["heir"] = new OidcUser("sub-heir") { Email = "ana@example.com", Roles = ["approvals-reviewers"] };

        var heir = await world.SignInAsync("heir");

        Assert.Contains("<strong>oidc:sub:sub-heir</strong>", (await heir.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.Null(world.Find("oidc:ana@example.com"));
    }

    [Fact]
    public async Task Mapped_groups_are_the_only_ones_where_there_is_a_map()
    {
        await using var world = await OidcWorld.StartAsync(groups: new() { ["/teams/sre"] = "sre", ["/teams/money"] = "finance" });
        world.Change("ana", ana => ana with { Groups = ["/teams/sre", "finance", "/TEAMS/money"] });

        await world.SignInAsync("ana");

        Assert.Equal(["sre"], world.Find("oidc:ana@example.com")!.Groups);
    }
}
