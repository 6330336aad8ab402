using System.Text.Json;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Reviews;

public sealed class DecisionApiTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task An_approval_is_200_with_the_request_as_it_is_now()
    {
        var id = await world.ParkAsync();

        var answer = await world.Program("bob").DecideAsync(id, "approve", "Known customer.");

        Assert.Equal(200, answer.Status);
        Assert.Equal("approved", answer.Json.GetProperty("status").GetString());
        Assert.Equal(
            """{"reviewer":"bob","decision":"approve","reason":"Known customer.","at":"2026-11-22T12:00:00Z","via":"api"}""",
            answer.Json.GetProperty("decisions")[0].GetRawText());
        Assert.Equal("2026-11-22T12:15:00Z", answer.Json.GetProperty("claimableUntil").GetString());
    }

    [Fact]
    public async Task Short_of_a_quorum_the_answer_is_200_and_still_pending()
    {
        var id = await world.ParkAsync(terms: Terms.Of([], 2, Terms.Default.Expires));

        var first = await world.Program("bob").DecideAsync(id, "approve");
        var again = await world.Program("bob").DecideAsync(id, "approve");
        var second = await world.Program("carol").DecideAsync(id, "approve");

        Assert.Equal((200, "pending"), (first.Status, first.Json.GetProperty("status").GetString()));
        Assert.Equal((200, "pending"), (again.Status, again.Json.GetProperty("status").GetString()));
        Assert.Equal((200, "approved"), (second.Status, second.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Who_tried_what_they_may_not_is_in_the_audit_and_who_was_late_is_not()
    {
        var id = await world.ParkAsync(terms: Terms.Of(["sre"], 1, Terms.Default.Expires));

        await world.Program("vera").DecideAsync(id, "approve");
        await world.Program("alice").DecideAsync(id, "approve");
        await world.Program("carol").DecideAsync(id, "deny");
        await world.Program("bob").DecideAsync(id, "approve", fingerprint: "of something else");
        await world.Program("bob").DecideAsync(id, "approve");
        await world.Program("bob").DecideAsync(id, "approve");

        await using var database = await world.Get<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync();
        var rows = await database.Audit.Where(row => row.Kind == "decision.refused").OrderBy(row => row.Sequence).ToListAsync();
        Assert.Equal(["vera", "alice", "carol", "bob"], rows.Select(row => row.Actor));
        Assert.Equal($$"""{"request":"{{id}}","choice":"Deny","via":"api","why":"Only these may decide it: sre."}""", rows[2].DetailJson);
        Assert.IsType<ReleaseAnswer.Released>(await world.Desk.ReleaseAsync(id, Terms.Default));
    }

    [Fact]
    public async Task The_same_answer_again_is_200_and_the_opposite_409()
    {
        var id = await world.ParkAsync();
        var bob = world.Program("bob");
        await bob.DecideAsync(id, "deny");

        var again = await bob.DecideAsync(id, "deny");
        var opposite = await bob.DecideAsync(id, "approve");

        Assert.Equal(200, again.Status);
        Assert.Equal((409, "contradicts_earlier"), (opposite.Status, opposite.Code));
        Assert.Equal("You denied this at 12:00:00 UTC; a decision stands.", opposite.Detail);
    }

    [Fact]
    public async Task The_loser_of_two_reads_who_was_first_and_when()
    {
        var id = await world.ParkAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(65));
        await world.Program("bob").DecideAsync(id, "approve");

        var late = await world.Program("carol").DecideAsync(id, "deny");

        Assert.Equal((409, "already_decided"), (late.Status, late.Code));
        Assert.Equal("Already approved by bob at 12:01:05 UTC.", late.Detail);
        Assert.Equal("application/problem+json", late.Message.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Of_two_at_the_same_moment_one_wins()
    {
        var id = await world.ParkAsync();

        var answers = await Task.WhenAll(world.Program("bob").DecideAsync(id, "approve"), world.Program("carol").DecideAsync(id, "deny"));

        Assert.Equal([200, 409], answers.Select(answer => answer.Status).Order());
        var winner = answers.Single(answer => answer.Status == 200).Json.GetProperty("decisions")[0].GetProperty("reviewer").GetString();
        Assert.Contains($"by {winner} at", answers.Single(answer => answer.Status == 409).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_see_but_not_decide_gets_403_and_why()
    {
        var id = await world.ParkAsync(terms: Terms.Of(["sre"], 1, Terms.Default.Expires));

        var viewer = await world.Program("vera").DecideAsync(id, "approve");
        var owner = await world.Program("alice").DecideAsync(id, "approve");
        var outsider = await world.Program("carol").DecideAsync(id, "approve");

        Assert.Equal((403, "not_allowed"), (viewer.Status, viewer.Code));
        Assert.Equal("Your role lets you look at requests, not decide them.", viewer.Detail);
        Assert.Equal((403, "This call was made with your own grant; somebody else has to decide it."), (owner.Status, owner.Detail));
        Assert.Equal((403, "Only these may decide it: sre."), (outsider.Status, outsider.Detail));
    }

    [Fact]
    public async Task Every_panel_of_the_terms_has_to_agree()
    {
        var id = await world.ParkAsync(terms: new Terms([new Panel(["carol"], 1), new Panel(["sre"], 1)], Terms.Default.Expires));

        var first = await world.Program("bob").DecideAsync(id, "approve");
        var second = await world.Program("carol").DecideAsync(id, "approve");

        Assert.Equal((200, "pending"), (first.Status, first.Json.GetProperty("status").GetString()));
        Assert.Equal((200, "approved"), (second.Status, second.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Where_a_reason_is_wanted_a_decision_without_one_is_400()
    {
        var id = await world.ParkAsync(terms: Terms.Default with { RequireReason = true });

        var bare = await world.Program("bob").DecideAsync(id, "deny", "  ");
        var said = await world.Program("bob").DecideAsync(id, "deny", "Not this customer.");

        Assert.Equal((400, "reason_required"), (bare.Status, bare.Code));
        Assert.Equal((200, "denied"), (said.Status, said.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task An_owner_who_may_decide_does_so_on_the_page_and_not_by_a_token()
    {
        var id = await world.ParkAsync(terms: Terms.Default with { AllowSelf = true });

        var byToken = await world.Program("alice").DecideAsync(id, "approve");
        var page = await world.BrowserOfAsync("alice");
        await page.GetAsync($"/approvals/{id}");
        var onPage = await page.PostAsync($"/approvals/{id}", new() { ["decision"] = "approve", ["fingerprint"] = PageWorld.FingerprintOf(id) });

        Assert.Equal((403, "This call was made with your own grant; decide it on the page."), (byToken.Status, byToken.Detail));
        Assert.Equal(303, onPage.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("stranger")]
    public async Task Without_a_known_token_it_is_401(string? person)
    {
        var id = await world.ParkAsync();

        var decided = await world.Program(person).DecideAsync(id, "approve");
        var looked = await world.Program(person).GetAsync($"/api/approvals/{id}");
        var listed = await world.Program(person).GetAsync("/api/approvals");

        Assert.All([decided, looked, listed], answer => Assert.Equal((401, "not_signed_in"), (answer.Status, answer.Code)));
        Assert.Equal("Bearer", decided.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData("bob", "ffffffffffffffffffffffffffffffff")]
    [InlineData("nobody", "00000000000000000000000000000001")]
    public async Task What_is_not_there_or_not_theirs_is_404(string person, string id)
    {
        await world.ParkAsync();

        var decided = await world.Program(person).DecideAsync(id, "approve");
        var looked = await world.Program(person).GetAsync($"/api/approvals/{id}");

        Assert.Equal((404, "not_found"), (decided.Status, decided.Code));
        Assert.Equal((404, "not_found"), (looked.Status, looked.Code));
    }

    [Fact]
    public async Task From_the_expiry_on_it_is_410()
    {
        var id = await world.ParkAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(30));

        var late = await world.Program("bob").DecideAsync(id, "approve");

        Assert.Equal((410, "expired"), (late.Status, late.Code));
        Assert.Contains("at 12:30:00 UTC", late.Detail, StringComparison.Ordinal);
        Assert.Equal("expired", (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_fingerprint_of_something_else_is_412()
    {
        var id = await world.ParkAsync();
        var other = await world.ParkAsync();

        var answer = await world.Program("bob").DecideAsync(id, "approve", fingerprint: PageWorld.FingerprintOf(other));

        Assert.Equal((412, "fingerprint_mismatch"), (answer.Status, answer.Code));
        Assert.Equal("pending", (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_withdrawn_request_is_409()
    {
        var id = await world.ParkAsync();
        await world.WithdrawAsync(id, "alice");

        var answer = await world.Program("bob").DecideAsync(id, "approve");

        Assert.Equal((409, "Already called back at 12:00:00 UTC."), (answer.Status, answer.Detail));
    }

    [Theory]
    [InlineData("""{"decision":"approve"}""", "fingerprint_required")]
    [InlineData("""{"decision":"approve","fingerprint":""}""", "fingerprint_required")]
    [InlineData("""{"decision":"Approve","fingerprint":"f"}""", "bad_decision")]
    [InlineData("""{"fingerprint":"f"}""", "bad_decision")]
    [InlineData("""{"decision":"approve","fingerprint":"f","force":true}""", "bad_body")]
    [InlineData("""{"Decision":"approve","fingerprint":"f"}""", "bad_body")]
    [InlineData("""{"decision":"deny","decision":"approve","fingerprint":"f"}""", "bad_body")]
    [InlineData("""{"decision":"approve","fingerprint":"f"} {}""", "bad_body")]
    [InlineData("""{"decision":"approve","fingerprint":"f","reason":"\ud800"}""", "bad_body")]
    [InlineData("""{"decision":1,"fingerprint":"f"}""", "bad_body")]
    [InlineData("""["approve"]""", "bad_body")]
    [InlineData("null", "bad_body")]
    [InlineData("", "bad_body")]
    public async Task A_body_that_is_not_exactly_a_decision_is_400(string body, string code)
    {
        var id = await world.ParkAsync();

        var answer = await world.Program("bob").PostAsync(id, body);

        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_reason_has_an_end()
    {
        var id = await world.ParkAsync();

        var tooLong = await world.Program("bob").DecideAsync(id, "deny", new string('x', 2001));
        var longest = await world.Program("bob").DecideAsync(id, "deny", new string('x', 2000));

        Assert.Equal((400, "reason_too_long"), (tooLong.Status, tooLong.Code));
        Assert.Equal(200, longest.Status);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Anything_but_json_is_415(string contentType)
    {
        var id = await world.ParkAsync();

        var answer = await world.Program("bob").PostAsync(id, $$"""{"decision":"approve","fingerprint":"{{PageWorld.FingerprintOf(id)}}"}""", contentType);

        Assert.Equal((415, "unsupported_media_type"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task More_than_64_KiB_is_413()
    {
        var id = await world.ParkAsync();
        var exact = JsonSerializer.Serialize(new { decision = "approve", fingerprint = PageWorld.FingerprintOf(id) }).PadRight(64 << 10);

        var tooLong = await world.Program("bob").PostAsync(id, exact + " ");
        var longest = await world.Program("bob").PostAsync(id, exact);

        Assert.Equal((413, "body_too_large"), (tooLong.Status, tooLong.Code));
        Assert.Equal(200, longest.Status);
    }

    [Fact]
    public async Task What_an_api_decision_did_is_what_the_store_holds()
    {
        var id = await world.ParkAsync();
        await world.Program("bob").DecideAsync(id, "deny", "No.");

        var found = await world.Program("vera").GetAsync($"/api/approvals/{id}");

        Assert.Equal("denied", found.Json.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, found.Json.GetProperty("outcome").ValueKind);
        Assert.Equal(nameof(Choice.Deny).ToLowerInvariant(), found.Json.GetProperty("decisions")[0].GetProperty("decision").GetString());
    }
}
