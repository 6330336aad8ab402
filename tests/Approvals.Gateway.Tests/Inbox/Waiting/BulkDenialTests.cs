using Approvals.Gateway.Tests.World;
using Approvals.Policies;

namespace Approvals.Gateway.Tests.Inbox.Waiting;

public sealed class BulkDenialTests : IAsyncLifetime
{
    private PageWorld world = null!;
    private PageBrowser bob = null!;

    public async ValueTask InitializeAsync()
    {
        world = await PageWorld.StartAsync();
        bob = await world.BrowserOfAsync("bob");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task What_is_picked_is_listed_first_and_looking_denies_nothing()
    {
        var (first, second) = (await world.ParkAsync("refund", """{"amount":111}"""), await world.ParkAsync("payout", """{"amount":222}"""));

        var page = (await bob.GetAsync($"/deny?id={first}&id={second}")).Body;

        Assert.Contains("Deny 2 requests?", page, StringComparison.Ordinal);
        Assert.All(["111", "222", ">refund<", ">payout<"], part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.Equal(["pending", "pending"], [await StatusOfAsync(first), await StatusOfAsync(second)]);
    }

    [Fact]
    public async Task Each_denial_is_a_decision_of_its_own_with_the_one_reason()
    {
        var (first, second) = (await world.ParkAsync("refund"), await world.ParkAsync("payout"));

        var answer = await DenyAsync("A test ran wild.", first, second);

        Assert.Equal(200, answer.Status);
        Assert.Contains("Denied: 2 requests", answer.Body, StringComparison.Ordinal);
        foreach (var id in new[] { first, second })
        {
            var decision = (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("decisions")[0];
            Assert.Equal(("bob", "deny", "A test ran wild.", "web"), (
                decision.GetProperty("reviewer").GetString(), decision.GetProperty("decision").GetString(),
                decision.GetProperty("reason").GetString(), decision.GetProperty("via").GetString()));
        }
    }

    [Fact]
    public async Task The_answer_says_of_each_what_was_not_denied_and_why()
    {
        var gone = await world.ParkAsync("gone");
        var foreign = await world.ParkAsync("foreign", terms: Terms.Of(["finance"], 1, Terms.Default.Expires));
        var looked = await world.ParkAsync("looked");
        var fine = await world.ParkAsync("fine");
        await bob.GetAsync($"/deny?id={gone}&id={foreign}&id={looked}&id={fine}");
        await world.Program("carol").DecideAsync(gone, "approve");

        var answer = await bob.PostManyAsync("/deny",
        [
            Item(gone), Item(foreign), new("item", $"{looked}:{new string('0', 64)}"), Item(fine), new("item", "ffff:ffff"), new("item", "nothing"), new("reason", ""),
        ]);

        Assert.Contains("Denied: 1 request<", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Not denied: 5", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Already approved by carol at 12:00:00 UTC.", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Only these may decide it: finance.", answer.Body, StringComparison.Ordinal);
        Assert.Contains("The fingerprint is of something else.", answer.Body, StringComparison.Ordinal);
        Assert.Contains("There is no such request, or it is not yours to see.", answer.Body, StringComparison.Ordinal);
        Assert.Equal(["approved", "pending", "pending", "denied"], [await StatusOfAsync(gone), await StatusOfAsync(foreign), await StatusOfAsync(looked), await StatusOfAsync(fine)]);
    }

    [Fact]
    public async Task What_cannot_be_denied_is_said_before_anything_is_done()
    {
        var foreign = await world.ParkAsync(terms: Terms.Of(["finance"], 1, Terms.Default.Expires));
        var own = await world.ParkAsync(terms: Terms.Of([], 2, Terms.Default.Expires));
        await world.Program("bob").DecideAsync(own, "approve");

        var page = (await bob.GetAsync($"/deny?id={foreign}&id={own}&id=ffff")).Body;

        Assert.Contains("Nothing to deny", page, StringComparison.Ordinal);
        Assert.Contains("Only these may decide it: finance.", page, StringComparison.Ordinal);
        Assert.Contains("You decided this before; a decision stands.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/deny\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_that_a_request_wants_is_not_left_out_in_bulk()
    {
        var strict = await world.ParkAsync(terms: Terms.Default with { RequireReason = true });

        Assert.Matches("<textarea id=\"reason\"[^>]* required", (await bob.GetAsync($"/deny?id={strict}")).Body);
        Assert.Contains("wants a reason", (await DenyAsync("", strict)).Body, StringComparison.Ordinal);
        Assert.Equal("pending", await StatusOfAsync(strict));
    }

    [Fact]
    public async Task It_needs_our_own_form_and_a_signed_in_person()
    {
        var id = await world.ParkAsync();
        await bob.GetAsync($"/deny?id={id}");
        var field = new Dictionary<string, string> { ["item"] = $"{id}:{PageWorld.FingerprintOf(id)}" };

        Assert.Equal(403, (await bob.PostAsync("/deny", field, "http://evil.example")).Status);
        Assert.Equal(400, (await bob.PostAsync("/deny", new(field) { ["__RequestVerificationToken"] = "x" })).Status);
        Assert.Equal("/sign-in?returnUrl=%2Fdeny%3Fid%3D1", (await world.Browser().GetAsync("/deny?id=1")).Location);
        Assert.Equal("pending", await StatusOfAsync(id));
    }

    [Fact]
    public async Task Nobody_can_approve_in_bulk()
    {
        var id = await world.ParkAsync();
        await bob.GetAsync($"/deny?id={id}");

        await bob.PostManyAsync("/deny", [Item(id), new("decision", "approve")]);

        Assert.Equal("denied", await StatusOfAsync(id));
    }

    [Fact]
    public async Task Only_what_a_person_may_deny_can_be_picked()
    {
        var (first, second) = (await world.ParkAsync("refund"), await world.ParkAsync("payout"));
        var foreign = await world.ParkAsync(terms: Terms.Of(["finance"], 1, Terms.Default.Expires));

        var page = (await bob.GetAsync("/")).Body;
        var veras = (await (await world.BrowserOfAsync("vera")).GetAsync("/")).Body;

        Assert.All([first, second], id => Assert.Contains($"id=\"pick-{id}\"", page, StringComparison.Ordinal));
        Assert.Contains($"href=\"/deny?id={first}&amp;id={second}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"pick-{foreign}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("pick-", veras, StringComparison.Ordinal);
    }

    private async Task<PageAnswer> DenyAsync(string reason, params string[] ids)
    {
        await bob.GetAsync($"/deny?{string.Join('&', ids.Select(id => $"id={id}"))}");
        return await bob.PostManyAsync("/deny", [.. ids.Select(Item), new("reason", reason)]);
    }

    private static KeyValuePair<string, string> Item(string id) => new("item", $"{id}:{PageWorld.FingerprintOf(id)}");

    private async Task<string?> StatusOfAsync(string id) =>
        (await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json.GetProperty("status").GetString();
}
