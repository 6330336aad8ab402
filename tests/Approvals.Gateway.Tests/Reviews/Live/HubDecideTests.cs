using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Live;
using Approvals.Policies;

namespace Approvals.Gateway.Tests.Reviews.Live;

/// <summary>Decisions over the hub have the outcomes of the JSON API.</summary>
public sealed class HubDecideTests : IAsyncLifetime
{
    private PageWorld world = null!;
    private HubProgram bob = null!;
    private string id = null!;

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        id = await world.ParkAsync();
        bob = await HubProgram.ConnectAsync(world.Url, "token-bob");
    }

    public async ValueTask DisposeAsync()
    {
        await bob.DisposeAsync();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task An_approval_is_recorded_and_its_way_with_it()
    {
        var answer = await bob.DecideAsync(id, "approve", "Fine.");

        Assert.Equal(200, answer.GetProperty("status").GetInt32());
        Assert.Equal("approved", answer.GetProperty("approval").GetProperty("status").GetString());
        Assert.False(answer.GetProperty("approval").TryGetProperty("arguments", out _));
        var decision = Assert.Single((await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("decisions").EnumerateArray());
        Assert.Equal(("bob", "Fine.", "hub"), (decision.GetProperty("reviewer").GetString(), decision.GetProperty("reason").GetString(), decision.GetProperty("via").GetString()));
    }

    [Fact]
    public async Task Whoever_is_late_reads_who_was_first()
    {
        await using var carol = await HubProgram.ConnectAsync(world.Url, "token-carol");
        await bob.DecideAsync(id, "deny");

        Refuses(await carol.DecideAsync(id, "approve"), 409, "already_decided", "Already denied by bob at 12:00:00 UTC.");
    }

    [Theory]
    [InlineData("vera", "not_allowed", 403)]
    [InlineData("alice", "not_allowed", 403)]
    [InlineData("nobody", "not_found", 404)]
    public async Task Who_may_not_decide_is_told_so(string person, string code, int status)
    {
        await using var program = await HubProgram.ConnectAsync(world.Url, $"token-{person}");

        Refuses(await program.DecideAsync(id, "approve"), status, code);
    }

    [Fact]
    public async Task Unknown_requests_other_fingerprints_and_other_words_are_refused()
    {
        Refuses(await bob.DecideAsync("ffff", "approve"), 404, "not_found");
        Refuses(await bob.DecideAsync(id, "approve", fingerprint: "0000"), 412, "fingerprint_mismatch");
        Refuses(await bob.DecideAsync(id, "approve", fingerprint: ""), 400, "fingerprint_required");
        Refuses(await bob.DecideAsync(id, "maybe"), 400, "bad_decision");
        Refuses(await bob.DecideAsync(id, "deny", new string('x', 2_001)), 400, "reason_too_long");
    }

    [Fact]
    public async Task After_its_time_it_is_expired()
    {
        world.Clock.Advance(Terms.Default.Expires);

        Refuses(await bob.DecideAsync(id, "approve"), 410, "expired");
    }

    [Fact]
    public async Task The_longest_reason_passes_however_it_is_escaped() =>
        Assert.Equal(200, (await bob.DecideAsync(id, "deny", string.Concat(Enumerable.Repeat("\uD83D\uDE00", 1_000)))).GetProperty("status").GetInt32());

    [Fact]
    public async Task A_message_longer_than_any_decision_ends_the_connection()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => bob.DecideAsync(id, "deny", new string('x', 20_000)));

        await bob.IsClosedAsync();
    }

    [Fact]
    public async Task More_calls_than_a_person_makes_end_the_connection()
    {
        for (var call = 0; call < 20; call++)
        {
            Refuses(await bob.DecideAsync("ffff", "approve"), 404, "not_found");
        }

        await Assert.ThrowsAnyAsync<Exception>(() => bob.DecideAsync(id, "approve"));

        await bob.IsClosedAsync();
        Assert.Equal("pending", (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_bound_is_on_the_rate()
    {
        for (var call = 0; call < 40; call++)
        {
            Refuses(await bob.DecideAsync("ffff", "approve"), 404, "not_found");
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static void Refuses(JsonElement answer, int status, string code, string? sentence = null)
    {
        Assert.Equal((status, code), (answer.GetProperty("status").GetInt32(), answer.GetProperty("code").GetString()));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("approval").ValueKind);
        Assert.Equal(sentence ?? answer.GetProperty("detail").GetString(), answer.GetProperty("detail").GetString());
        Assert.NotEmpty(answer.GetProperty("detail").GetString()!);
    }
}
