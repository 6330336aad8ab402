using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Reviews;

/// <summary>A cookie comes along with whatever any site makes a browser post.</summary>
public sealed class BrowserDecisionTests : IAsyncLifetime
{
    private PageWorld world = null!;
    private PageBrowser bob = null!;
    private string id = null!;

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        id = await world.ParkAsync();
        bob = await world.BrowserOfAsync("bob");
        await bob.GetAsync($"/approvals/{id}");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task With_own_origin_and_token_the_cookie_decides_through_the_api()
    {
        var answer = await PostAsync(bob.Origin, bob.FormToken);

        Assert.Equal((200, "approved"), (answer.Status, answer.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task The_cookie_reads_without_more() => Assert.Equal(200, (await bob.GetAsync($"/api/approvals/{id}")).Status);

    [Fact]
    public async Task Without_the_antiforgery_token_it_is_400()
    {
        var answer = await PostAsync(bob.Origin, token: null);

        Assert.Equal((400, "no_antiforgery_token"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task With_somebody_elses_token_it_is_400()
    {
        var carol = await world.BrowserOfAsync("carol");
        await carol.GetAsync($"/approvals/{id}");

        Assert.Equal(400, (await PostAsync(bob.Origin, carol.FormToken)).Status);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task From_another_origin_or_none_it_is_403(string? origin)
    {
        var answer = await PostAsync(origin, bob.FormToken);

        Assert.Equal((403, "foreign_origin"), (answer.Status, answer.Code));
        Assert.Equal("pending", (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_program_with_a_token_needs_neither() => Assert.Equal(200, (await world.Program("bob").DecideAsync(id, "approve")).Status);

    private Task<PageAnswer> PostAsync(string? origin, string? token) => bob.PostJsonAsync(
        $"/api/approvals/{id}/decision", $$"""{"decision":"approve","fingerprint":"{{PageWorld.FingerprintOf(id)}}"}""", origin, token);
}
