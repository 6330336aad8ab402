using System.Text.Json;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Reviews;

public sealed class ApprovalsApiTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_approval_has_the_members_of_the_contract_and_no_others()
    {
        var id = await world.ParkAsync();

        var answer = await world.Program("bob").GetAsync($"/api/approvals/{id}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            $$$"""
            {"id":"{{{id}}}","status":"pending","upstream":"shop","tool":"refund","arguments":{"amount":900},
            "others":null,"fingerprint":"{{{PageWorld.FingerprintOf(id)}}}","grant":"alice-laptop","owner":"alice@example.com",
            "reason":"Money leaves the house.","rule":"/tools/refund","policyVersion":"0123abcd",
            "createdAt":"2026-11-22T12:00:00Z","expiresAt":"2026-11-22T12:30:00Z","releasedAt":null,"claimableUntil":null,"decisions":[],
            "outcome":null,"settlement":null,"risk":null,"client":{"name":"Some Agent","version":"1.2","era":"2025-11-25"},"purpose":null}
            """.ReplaceLineEndings(""),
            answer.Body);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("""{"n":1e400,"big":123456789012345678901234567890,"zero":-0,"one":1.0}""")]
    [InlineData("""{ "spaced" :  "é" }""")]
    public async Task Arguments_are_the_exact_text_that_came(string arguments)
    {
        var id = await world.ParkAsync(arguments: arguments);

        var answer = await world.Program("bob").GetAsync($"/api/approvals/{id}");

        Assert.Contains($"\"arguments\":{arguments},", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_without_arguments_has_null()
    {
        var id = await world.ParkAsync(arguments: null);

        var answer = await world.Program("bob").GetAsync($"/api/approvals/{id}");

        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("arguments").ValueKind);
    }

    [Fact]
    public async Task A_viewer_sees_secrets_masked_and_the_owner_and_reviewers_as_they_are()
    {
        var id = await world.ParkAsync(arguments: """{"amount":900,"api_key":"hunter2","note":"Bearer abc"}""");

        var viewer = await world.Program("vera").GetAsync($"/api/approvals/{id}");
        var listed = await world.Program("vera").GetAsync("/api/approvals");
        var owner = await world.Program("alice").GetAsync($"/api/approvals/{id}");
        var reviewer = await world.Program("bob").GetAsync($"/api/approvals/{id}");

        Assert.All([viewer, listed], answer => Assert.DoesNotContain("hunter2", answer.Body, StringComparison.Ordinal));
        var masked = viewer.Json.GetProperty("arguments");
        Assert.Equal(900, masked.GetProperty("amount").GetInt32());
        Assert.Equal("•••• (7 characters)", masked.GetProperty("api_key").GetString());
        Assert.Equal("•••• (10 characters)", masked.GetProperty("note").GetString());
        Assert.All([owner, reviewer], answer => Assert.Contains("hunter2", answer.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_or_a_repeat()
    {
        var ids = new List<string?>();
        for (var at = 0; at < 12; at++)
        {
            ids.Add(await world.ParkAsync());
            // Every second one shares its moment with the one before: the id must break the tie.
            world.Clock.Advance(TimeSpan.FromMilliseconds(at % 2));
        }

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = (await world.Program("bob").GetAsync($"/api/approvals?limit=5&cursor={cursor}")).Json;
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 5);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        ids.Reverse();
        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task Fifty_are_a_page_when_nothing_is_said()
    {
        for (var at = 0; at < 51; at++)
        {
            await world.ParkAsync();
        }

        var page = (await world.Program("bob").GetAsync("/api/approvals")).Json;
        var rest = (await world.Program("bob").GetAsync($"/api/approvals?cursor={page.GetProperty("nextCursor").GetString()}")).Json;

        Assert.Equal(50, page.GetProperty("items").GetArrayLength());
        Assert.Equal(1, rest.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task A_status_selects_and_pending_is_what_is_meant_without_one()
    {
        var pending = await world.ParkAsync();
        var denied = await world.ParkAsync();
        await world.Program("bob").DecideAsync(denied, "deny");

        Assert.Equal([pending], await IdsAsync(""));
        Assert.Equal([pending], await IdsAsync("?status=pending"));
        Assert.Equal([denied], await IdsAsync("?status=denied"));
        Assert.Equal([denied, pending], await IdsAsync("?status=all"));
        Assert.Empty(await IdsAsync("?status=approved"));
        Assert.Empty(await IdsAsync("?status=expired"));
        Assert.Empty(await IdsAsync("?status=withdrawn"));
    }

    [Theory]
    [InlineData("status=open", "bad_status")]
    [InlineData("status=Pending", "bad_status")]
    [InlineData("limit=0", "bad_limit")]
    [InlineData("limit=201", "bad_limit")]
    [InlineData("limit=-1", "bad_limit")]
    [InlineData("limit=ten", "bad_limit")]
    [InlineData("limit=1&limit=2", "bad_limit")]
    [InlineData("cursor=x", "bad_cursor")]
    [InlineData("cursor=%2F%2F", "bad_cursor")]
    [InlineData("cursor=MTIz", "bad_cursor")]
    [InlineData("cursor=OTk5OTk5OTk5OTk5OTk5OTk5Ljk", "bad_cursor")]
    public async Task A_question_that_cannot_be_meant_is_400(string query, string code)
    {
        var answer = await world.Program("bob").GetAsync($"/api/approvals?{query}");

        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    private async Task<IEnumerable<string?>> IdsAsync(string query) =>
        (await world.Program("bob").GetAsync($"/api/approvals{query}")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());
}
