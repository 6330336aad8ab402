using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Approvals.Gateway.Tests.Scenarios.Waiting;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios.Narrowed;

/// <summary>A reviewer lets less through than an agent asked for; somebody else has to approve that.</summary>
public sealed class NarrowedCallTests : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{
          "pay":{
            "deny_if":[{"conditions":[{"path":"args.amount","op":"eq","value":13}],"on_deny":"Thirteen is unlucky."}],
            "require_approval":[
              {"conditions":[{"path":"args.amount","op":"gt","value":50}],"reason":"Moves much.","approval":{"quorum":2,"narrow":[{"path":"args.amount","direction":"lower"}]}},
              {"conditions":[{"path":"args.amount","op":"gt","value":5}],"reason":"Moves money.","approval":{"quorum":1,"narrow":[{"path":"args.amount","direction":"lower"}]}}]},
          "slow":{"action":"require_approval"}}}
        """;

    private readonly GatewayWorld world = new();
    private CountingUpstream bank = null!;
    private ReviewerAgent bob = null!;
    private ReviewerAgent carol = null!;

    public async ValueTask InitializeAsync()
    {
        bank = world.Own(await CountingUpstream.StartAsync());
        await world.WithFakeClock().With("bank", bank.Url, Policy).StartAsync();
        (bob, carol) = (world.Reviewer(GatewayWorld.BobToken), world.Reviewer(GatewayWorld.CarolToken));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [MemberData(nameof(BankStories.Eras), MemberType = typeof(BankStories))]
    public async Task Less_runs_once_another_approves_it_and_the_agent_is_told_before_and_after(string era)
    {
        await using var alice = await Agent.ConnectAsync(world, "bank", era: era);
        var call = alice.CallsAsync("pay", new { amount = 100, note = "n" });
        var waits = await bob.SeesOneAsync();
        await bob.ApproveAsync(waits);

        var narrowed = await NarrowAsync(bob, waits, 40);
        var told = await call;
        var again = alice.CallsAsync("pay", new { amount = 100, note = "n" });
        await world.SeesCallersAsync(1);
        await carol.ApproveAsync(narrowed);
        var answer = await again;

        Assert.Equal(("approval_pending", Id(narrowed)), (told.Code, told.Outcome!.Value.GetProperty("approvalId").GetString()));
        Assert.Contains("bob narrowed your call", told.Text, StringComparison.Ordinal);
        Assert.Equal("""[NARROWED] bob narrowed this call before it was approved. What ran is not what you asked for, but: {"amount":40,"note":"n"}""", answer.Text);
        Assert.Equal("""{"amount":40,"note":"n"}""", Assert.Single(bank.Calls).Arguments);
        Assert.Equal("bob", (string?)answer.Result.Meta!["approvals/narrowed"]!["by"]);
        Assert.Equal(2, answer.Result.Content.Count);
        var before = await bob.GetAsync(Id(waits));
        Assert.Equal(("withdrawn", Id(narrowed)), (Text(before, "status"), Text(before, "narrowedTo")));
        var after = await bob.GetAsync(Id(narrowed));
        Assert.Equal((Id(waits), "bob", "completed"), (Text(after, "narrowedFrom"), Text(after, "narrowedBy"), Text(after, "outcome")));
        Assert.NotEqual(Text(before, "fingerprint"), Text(after, "fingerprint"));
        Assert.Equal("carol", Text(Assert.Single(after.GetProperty("decisions").EnumerateArray()), "reviewer"));
    }

    [Fact]
    public async Task It_is_judged_anew_and_the_one_who_narrowed_it_decides_nothing()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 100 });
        var waits = await bob.SeesOneAsync();

        var narrowed = await NarrowAsync(bob, waits, 60);
        var own = await bob.DecideAsync(narrowed, "approve");
        await carol.ApproveAsync(narrowed);

        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        Assert.Contains("You narrowed this call", await DetailAsync(own), StringComparison.Ordinal);
        // Above 50 two have to agree, and one of them cannot be bob.
        Assert.Equal("pending", Text(await bob.GetAsync(Id(narrowed)), "status"));
        Assert.Equal("approval_pending", (await call).Code);
        Assert.Equal(0, bank.CountOf("pay"));
    }

    [Fact]
    public async Task What_the_policy_denies_is_denied_narrowed_too_and_what_it_allows_still_wants_a_person()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 20 });
        var waits = await bob.SeesOneAsync();

        var denied = await PostAsync(bob, waits, 13);
        var narrowed = await NarrowAsync(bob, waits, 2);

        Assert.Equal(HttpStatusCode.Conflict, denied.StatusCode);
        Assert.Contains("Thirteen is unlucky.", await DetailAsync(denied), StringComparison.Ordinal);
        Assert.Equal("approval_pending", (await call).Code);
        Assert.Equal("pending", Text(await bob.GetAsync(Id(narrowed)), "status"));
        Assert.Equal(0, bank.CountOf("pay"));
    }

    [Fact]
    public async Task What_its_upstream_says_is_about_the_narrowed_call_and_asked_once()
    {
        bank.Peek = """{"fee":1}""";
        world.WithPolicy("bank", """
            {"version":"1","tools":{"peek":{},"pay":{"action":"require_approval","approval":{
              "narrow":[{"path":"args.amount","direction":"lower"}],"context":[{"tool":"peek","arguments":{"sum":"{{args.amount}}"}}]}}}}
            """);
        await world.RestartAsync();
        (bob, carol) = (world.Reviewer(GatewayWorld.BobToken), world.Reviewer(GatewayWorld.CarolToken));
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 100 });
        var narrowed = await NarrowAsync(bob, await bob.SeesOneAsync(), 40);
        await call;

        using (var left = new CancellationTokenSource())
        {
            _ = alice.CallsAsync("pay", new { amount = 100 }, stop: left.Token);
            Assert.Equal("""{"sum":40}""", (await SeesFactAsync(narrowed)).GetProperty("arguments").GetRawText());
            await left.CancelAsync();
        }

        await world.SeesCallersAsync(0);
        var again = alice.CallsAsync("pay", new { amount = 100 });
        await world.SeesCallersAsync(1);
        await carol.ApproveAsync(narrowed);
        Assert.Null((await again).Code);
        Assert.Equal(2, bank.CountOf("peek"));
    }

    [Fact]
    public async Task Nothing_else_is_changed_and_every_refusal_says_why()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 20, to = "shop" });
        var waits = await bob.SeesOneAsync();
        var other = alice.CallsAsync("slow");
        var unnarrowable = (await bob.SeesPendingAsync(2)).Single(approval => Text(approval, "tool") == "slow");

        await RefusedAsync(await PostAsync(bob, waits, 21), HttpStatusCode.BadRequest, "args.amount can only become lower.");
        await RefusedAsync(await PostAsync(bob, waits, "eve", path: "args.to"), HttpStatusCode.BadRequest, "does not let people narrow args.to");
        await RefusedAsync(await PostAsync(bob, waits, 10, fingerprint: Text(unnarrowable, "fingerprint")), HttpStatusCode.PreconditionFailed, "of something else");
        await RefusedAsync(await PostAsync(bob, unnarrowable, 1), HttpStatusCode.Forbidden, "does not let people narrow this call");
        await RefusedAsync(await bob.Http.PostAsJsonAsync($"/api/approvals/{Id(waits)}/narrowing", new { fingerprint = Text(waits, "fingerprint") }), HttpStatusCode.BadRequest, "\"changes\"");
        var narrowed = await NarrowAsync(bob, waits, 10);
        await RefusedAsync(await PostAsync(bob, waits, 9), HttpStatusCode.Conflict, "Already called back");
        await RefusedAsync(await PostAsync(carol, narrowed, 9), HttpStatusCode.Forbidden, "It was narrowed before");
        await bob.DenyAsync(unnarrowable);

        Assert.Equal("approval_pending", (await call).Code);
        Assert.Equal("approval_denied", (await other).Code);
        Assert.Equal(HttpStatusCode.OK, (await carol.DecideAsync(narrowed, "deny", "Too much still.")).StatusCode);
        Assert.Contains("Too much still.", (await alice.CallsAsync("pay", new { amount = 20, to = "shop" })).Text, StringComparison.Ordinal);
        Assert.Equal(0, bank.CountOf("pay"));
    }

    [Fact]
    public async Task Who_waits_by_the_old_id_waits_for_the_narrowed_call()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 20 });
        var waits = await bob.SeesOneAsync();
        var narrowed = await NarrowAsync(bob, waits, 10);
        await call;

        var waiting = WaitToolTests.WaitsAsync(alice, waits);
        await world.SeesCallersAsync(1);
        await carol.ApproveAsync(narrowed);

        Assert.StartsWith("[NARROWED] bob", (await waiting).Text, StringComparison.Ordinal);
        Assert.Equal("""{"amount":10}""", Assert.Single(bank.Calls).Arguments);
    }

    [Fact]
    public async Task It_survives_a_restart()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank");
        var call = alice.CallsAsync("pay", new { amount = 20 });
        var narrowed = await NarrowAsync(bob, await bob.SeesOneAsync(), 10);
        await call;

        await world.RestartAsync();
        carol = world.Reviewer(GatewayWorld.CarolToken);
        await carol.ApproveAsync(narrowed);
        await using var back = await Agent.ConnectAsync(world, "bank");

        Assert.StartsWith("[NARROWED] bob", (await back.CallsAsync("pay", new { amount = 20 })).Text, StringComparison.Ordinal);
        Assert.Equal("""{"amount":10}""", Assert.Single(bank.Calls).Arguments);
    }

    private static async Task<JsonElement> NarrowAsync(ReviewerAgent by, JsonElement approval, int amount)
    {
        var answer = await PostAsync(by, approval, amount);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<HttpResponseMessage> PostAsync(ReviewerAgent by, JsonElement approval, object value, string path = "args.amount", string? fingerprint = null) =>
        by.Http.PostAsJsonAsync($"/api/approvals/{Id(approval)}/narrowing", new
        {
            fingerprint = fingerprint ?? Text(approval, "fingerprint"),
            changes = new[] { new { path, value } },
        });

    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string words)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, await DetailAsync(answer), StringComparison.Ordinal);
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage answer) => Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "detail");

    private static string? Text(JsonElement of, string member) => of.GetProperty(member).GetString();

    private async Task<JsonElement> SeesFactAsync(JsonElement approval)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var facts = (await bob.Http.GetFromJsonAsync<JsonElement>($"/api/approvals/{Id(approval)}/context", limit.Token)).GetProperty("items");
            if (facts.GetArrayLength() > 0 && facts[0].GetProperty("state").GetString() == "said")
            {
                return facts[0];
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    private static string Id(JsonElement approval) => Text(approval, "id")!;
}
