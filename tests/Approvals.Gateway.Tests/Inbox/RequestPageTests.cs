using Approvals.Gateway.Reviews;
using Approvals.Gateway.Tests.World;
using Approvals.Policies;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Inbox;

public sealed class RequestPageTests : IAsyncLifetime
{
    private PageWorld world = null!;

    public async ValueTask InitializeAsync() => world = await PageWorld.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task It_shows_all_that_a_decision_needs()
    {
        var id = await world.ParkAsync(arguments: """{"amount":900,"note":"late parcel"}""", with: asked => asked with
        {
            OthersJson = """{"_meta":{"shop/dryRun":true}}""",
            DefinitionJson = """{"name":"refund","description":"Pays money back.","annotations":{"destructiveHint":true},"inputSchema":{"type":"object"}}""",
        });
        var bob = await world.BrowserOfAsync("bob");

        var page = await bob.GetAsync($"/approvals/{id}");

        Assert.Equal(200, page.Status);
        foreach (var shown in new[]
        {
            "alice-laptop", "alice@example.com", "refund", "shop", "Money leaves the house.", "/tools/refund", "0123abcd", "2 arguments", "amount",
            "900", "late parcel", "string, 11 characters", "shop/dryRun", "Pays money back.", "destructiveHint", "inputSchema", "Some Agent", "as it calls itself",
            "in 30 min", "22 Nov 2026, 12:30:00 UTC", "ffff ffff", "Nobody has decided.", "value=\"approve\"", "value=\"deny\"",
        })
        {
            Assert.Contains(shown, System.Net.WebUtility.HtmlDecode(page.Body), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_agent_says_that_it_is_for_and_how_bad_it_can_be_stand_at_the_top_and_in_the_inbox()
    {
        var id = await world.ParkAsync(terms: Terms.Default with { Risk = "high" }, with: asked => asked with
        {
            OthersJson = """{"_meta":{"approvals\/purpose":"Invoice <b>7</b> \u202E, Bearer abc"}}""",
            DefinitionJson = """{"name":"refund","annotations":{"readOnlyHint":false,"destructiveHint":false}}""",
        });
        var bob = await world.BrowserOfAsync("bob");

        foreach (var page in new[] { (await bob.GetAsync($"/approvals/{id}")).Body, (await bob.GetAsync("/")).Body })
        {
            Assert.Matches(@"says what for[^<]*<q>.*Invoice &lt;b&gt;7&lt;/b&gt;.*\\u202E", page);
            Assert.Contains("class=\"chip risky\">high risk<", page, StringComparison.Ordinal);
        }

        Assert.Contains("a tool that writes but destroys nothing, by its own account.", (await bob.GetAsync($"/approvals/{id}")).Body, StringComparison.Ordinal);
        var (bobs, veras) = ((await world.Program("bob").GetAsync($"/api/approvals/{id}")).Json, (await world.Program("vera").GetAsync($"/api/approvals/{id}")).Json);
        Assert.Equal("Invoice <b>7</b> \u202E, Bearer abc", bobs.GetProperty("purpose").GetString());
        Assert.Equal("""{"category":"Write","severity":"high"}""", bobs.GetProperty("risk").GetRawText());
        Assert.DoesNotContain("Bearer abc", veras.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer abc", (await (await world.BrowserOfAsync("vera")).GetAsync($"/approvals/{id}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_often_an_approval_counted_for_equal_calls_is_shown()
    {
        var terms = Terms.Default with { Remember = TimeSpan.FromMinutes(10) };
        var first = await ParkAsync("equal");
        foreach (var (id, fingerprint) in new[] { (first, "equal"), (await ParkAsync("other"), "other") })
        {
            await world.Desk.DecideAsync(id, world.Get<ReviewerBook>().Find("bob")!, Choice.Approve, null, PageWorld.FingerprintOf(fingerprint), "web", remember: true);
        }

        foreach (var repeated in new[] { "equal", "other", "equal" })
        {
            await ParkAsync(repeated);
        }

        var page = (await (await world.BrowserOfAsync("bob")).GetAsync($"/approvals/{first}")).Body;

        Assert.Matches("It counts for exactly this call again until .*, 20 times at most; so far it did 2 times", page);

        Task<string> ParkAsync(string call) => world.ParkAsync(terms: terms, with: asked => asked with
        {
            CallKey = call, Fingerprint = PageWorld.FingerprintOf(call), DefinitionJson = """{"name":"refund","annotations":{"readOnlyHint":true}}""",
        });
    }

    [Fact]
    public async Task A_decision_leads_back_to_the_page_which_shows_it()
    {
        var id = await world.ParkAsync();
        var bob = await world.BrowserOfAsync("bob");
        await bob.GetAsync($"/approvals/{id}");

        var answer = await bob.PostAsync($"/approvals/{id}", Form(id, "deny", "Ask <b>Ann</b>\r\nfirst."));
        var page = await bob.GetAsync(answer.Location!);

        Assert.Equal((303, $"/approvals/{id}"), (answer.Status, answer.Location));
        Assert.Contains("bob denied it. The call did not run.", page.Body, StringComparison.Ordinal);
        Assert.Contains("Ask &lt;b&gt;Ann&lt;/b&gt;", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"decision\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loser_reads_who_was_first()
    {
        var id = await world.ParkAsync();
        var bob = await world.BrowserOfAsync("bob");
        await bob.GetAsync($"/approvals/{id}");
        await world.Program("carol").DecideAsync(id, "approve");

        var answer = await bob.PostAsync($"/approvals/{id}", Form(id, "deny"));

        Assert.Equal(409, answer.Status);
        Assert.Contains("role=\"alert\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Already approved by carol at 12:00:00 UTC.", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_keep_their_status_and_the_typed_reason()
    {
        var id = await world.ParkAsync();
        var bob = await world.BrowserOfAsync("bob");
        await bob.GetAsync($"/approvals/{id}");

        var other = await bob.PostAsync($"/approvals/{id}", new(Form(id, "approve", "As agreed.")) { ["fingerprint"] = "other" });
        var none = await bob.PostAsync($"/approvals/{id}", new() { ["decision"] = "approve" });
        var unsaid = await bob.PostAsync($"/approvals/{id}", Form(id, ""));
        world.Clock.Advance(TimeSpan.FromMinutes(31));
        var late = await bob.PostAsync($"/approvals/{id}", Form(id, "approve"));
        var nowhere = await bob.PostAsync("/approvals/ffff", Form("ffff", "approve"));

        Assert.Equal([412, 400, 400, 410, 404], new[] { other, none, unsaid, late, nowhere }.Select(answer => answer.Status));
        Assert.Contains(">As agreed.</textarea>", other.Body, StringComparison.Ordinal);
        Assert.Contains("Too late: it expired at 12:30:00 UTC.", late.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vera", "Your role lets you look at requests, not decide them.")]
    [InlineData("alice", "This call was made with your own grant; somebody else has to decide it.")]
    [InlineData("carol", "Only these may decide it: sre.")]
    public async Task Who_may_not_decide_sees_why_instead_of_buttons(string person, string why)
    {
        var id = await world.ParkAsync(terms: Terms.Of(["sre"], 1, Terms.Default.Expires));
        var browser = await world.BrowserOfAsync(person);

        var page = await browser.GetAsync($"/approvals/{id}");
        var forced = await browser.PostAsync($"/approvals/{id}", Form(id, "approve"));

        Assert.Contains(why, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"decision\"", page.Body, StringComparison.Ordinal);
        Assert.Equal(403, forced.Status);
        Assert.Contains(why, forced.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_agreement_is_needed_and_what_there_is_of_it_stands_on_the_page()
    {
        var terms = new Terms([new Panel(["sre"], 2), new Panel(["carol"], 1)], Terms.Default.Expires, RequireReason: true);
        var id = await world.ParkAsync(terms: terms);
        await world.Program("bob").DecideAsync(id, "approve", "Fine.");
        var carol = await world.BrowserOfAsync("carol");

        var (page, inbox) = (await carol.GetAsync($"/approvals/{id}"), await carol.GetAsync("/"));

        Assert.Contains("sre; 2 different people must approve. And: carol; one approval is enough. Every decision needs a reason.", page.Body, StringComparison.Ordinal);
        Assert.Contains("1 of 2 approvals by sre, 0 of 1 approvals by carol so far", page.Body, StringComparison.Ordinal);
        Assert.Contains("(required)", page.Body, StringComparison.Ordinal);
        Assert.Contains("1 of 2 approvals by sre, 0 of 1 approvals by carol", inbox.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_sees_secrets_masked_and_is_told_so()
    {
        var id = await world.ParkAsync(arguments: """{"password":"hunter2"}""");
        var vera = await world.BrowserOfAsync("vera");

        var pages = new[] { await vera.GetAsync($"/approvals/{id}"), await vera.GetAsync("/") };

        Assert.All(pages, page => Assert.DoesNotContain("hunter2", page.Body, StringComparison.Ordinal));
        Assert.Contains("Your role does not show secrets", pages[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_theirs_is_404_and_looks_like_what_is_not_there()
    {
        var id = await world.ParkAsync();
        var nobody = await world.BrowserOfAsync("nobody");

        var theirs = await nobody.GetAsync($"/approvals/{id}");
        var nothing = await nobody.GetAsync("/approvals/ffff");

        Assert.Equal((404, 404), (theirs.Status, nothing.Status));
        Assert.Equal(theirs.Body.Length, nothing.Body.Length);
    }

    [Fact]
    public async Task An_equal_call_that_also_waits_is_linked()
    {
        var id = await world.ParkAsync(with: asked => asked with { CallKey = "same" });
        var twin = await world.ParkAsync(with: asked => asked with { CallKey = "same" });
        // Of another tool, so that it does not stand among the last requests for this one.
        var gone = await world.ParkAsync("payout", with: asked => asked with { CallKey = "same" });
        await world.WithdrawAsync(gone, "alice");
        var bob = await world.BrowserOfAsync("bob");

        var page = await bob.GetAsync($"/approvals/{id}");

        Assert.Contains("An equal call also waits.", page.Body, StringComparison.Ordinal);
        Assert.Contains($"href=\"/approvals/{twin}\"", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(gone, page.Body, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Form(string id, string decision, string reason = "") => new()
    {
        ["decision"] = decision,
        ["reason"] = reason,
        ["fingerprint"] = PageWorld.FingerprintOf(id),
    };
}
