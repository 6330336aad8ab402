using Approvals.Gateway.Tests.World;
using Approvals.Policies;

namespace Approvals.Gateway.Tests.Reviews;

/// <summary>More time, by the API and by the page's form.</summary>
public sealed class ExtensionTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_program_adds_the_requests_own_length_until_there_is_no_more()
    {
        var id = await world.ParkAsync(terms: Terms.Default with { Expires = TimeSpan.FromHours(10) });
        var bob = world.Program("bob");

        Assert.Equal("2026-11-23T08:00:00Z", (await ExtendAsync(bob, id)).Json.GetProperty("expiresAt").GetString());
        Assert.Equal("2026-11-23T12:00:00Z", (await ExtendAsync(bob, id)).Json.GetProperty("expiresAt").GetString());
        var third = await ExtendAsync(bob, id);

        Assert.Equal((409, "no_more_time"), (third.Status, third.Code));
        Assert.Equal("It cannot be extended further: 10 times and 24 hours in all are the most. It expires on 23 November 2026 at 12:00:00 UTC.", third.Detail);
    }

    [Fact]
    public async Task An_extended_request_is_decided_after_its_first_expiry_and_its_record_holds()
    {
        var id = await world.ParkAsync();
        await ExtendAsync(world.Program("bob"), id);
        world.Clock.Advance(TimeSpan.FromMinutes(45));

        var answer = await world.Program("carol").DecideAsync(id, "approve");

        Assert.Equal((200, "approved"), (answer.Status, answer.Json.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("vera", 403, "not_allowed")]
    [InlineData("alice", 403, "not_allowed")]
    [InlineData("nobody", 404, "not_found")]
    [InlineData(null, 401, "not_signed_in")]
    public async Task Who_may_not_decide_may_not_extend(string? person, int status, string code)
    {
        var id = await world.ParkAsync();

        var answer = await ExtendAsync(world.Program(person), id);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task What_was_resolved_gets_no_more_time()
    {
        var (denied, late) = (await world.ParkAsync(), await world.ParkAsync(terms: Terms.Default with { Expires = TimeSpan.FromMinutes(1) }));
        await world.Program("bob").DecideAsync(denied, "deny");

        var answer = await ExtendAsync(world.Program("carol"), denied);
        Assert.Equal((409, "already_decided", "Already denied by bob at 12:00:00 UTC."), (answer.Status, answer.Code, answer.Detail));

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((410, "expired"), await ExtendAsync(world.Program("bob"), late) is var tooLate ? (tooLate.Status, tooLate.Code) : default);
    }

    [Fact]
    public async Task The_form_extends_and_keeps_what_was_typed_for_the_decision()
    {
        var id = await world.ParkAsync();
        var bob = await world.BrowserOfAsync("bob");
        Assert.Contains("Extend by 30 min", (await bob.GetAsync($"/approvals/{id}")).Body, StringComparison.Ordinal);

        var plain = await bob.PostAsync($"/approvals/{id}", new() { ["extend"] = "1", ["reason"] = "" });
        var typed = await bob.PostAsync($"/approvals/{id}", new() { ["extend"] = "1", ["reason"] = "As agreed" });

        Assert.Equal((303, $"/approvals/{id}"), (plain.Status, plain.Location));
        Assert.Equal(200, typed.Status);
        Assert.Contains(">As agreed</textarea>", typed.Body, StringComparison.Ordinal);
        Assert.Contains("It was extended 2 times before.", typed.Body, StringComparison.Ordinal);
        Assert.Contains("22 Nov 2026, 13:30:00 UTC", typed.Body, StringComparison.Ordinal);
        Assert.Empty((await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("decisions").EnumerateArray());
    }

    [Fact]
    public async Task Another_site_extends_nothing()
    {
        var id = await world.ParkAsync();
        var bob = await world.BrowserOfAsync("bob");

        Assert.Equal(403, (await bob.PostAsync($"/approvals/{id}", new() { ["extend"] = "1" }, "http://evil.example")).Status);
        Assert.Equal(403, (await bob.PostJsonAsync($"/api/approvals/{id}/extension", "{}", "http://evil.example", bob.FormToken)).Status);
        Assert.Equal("2026-11-22T12:30:00Z", (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("expiresAt").GetString());
    }

    private static Task<PageAnswer> ExtendAsync(ApiProgram program, string id) => program.ExtendAsync(id);
}
