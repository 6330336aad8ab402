using System.Net.Http.Json;
using System.Text.Json;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>What the gateway itself asks an upstream, so that those who decide see more than the call.</summary>
public sealed class ContextCallTests : IAsyncLifetime
{
    private const string VeraToken = "vera-token";

    private readonly GatewayWorld world = new();
    private CountingUpstream bank = null!;
    private ReviewerAgent bob = null!;

    public async ValueTask InitializeAsync()
    {
        bank = world.Own(await CountingUpstream.StartAsync());
        bank.Peek = "the balance is 7";
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Those_who_decide_see_what_the_upstream_says_about_the_call()
    {
        await using var alice = await AsksAsync("""{"tool":"peek","arguments":{"account":"{{args.to}}","deep":[{"n":"{{args.more.n}}"}],"fixed":true}}""");

        var call = alice.CallsAsync("pay", new { to = "ACME \"Ltd\"", more = new { n = 1.50m } });
        var waits = await bob.SeesOneAsync();
        var fact = await SeesAsync(waits, "said");

        Assert.Equal("the balance is 7", fact.GetProperty("answer").GetString());
        Assert.Equal("""{"account":"ACME \u0022Ltd\u0022","deep":[{"n":1.50}],"fixed":true}""", fact.GetProperty("arguments").GetRawText());
        var (tool, arguments) = Assert.Single(bank.Calls);
        Assert.Equal("peek", tool);
        Assert.Equal("ACME \"Ltd\"", JsonSerializer.Deserialize<JsonElement>(arguments).GetProperty("account").GetString());
        await bob.ApproveAsync(waits);
        Assert.Null((await call).Code);
        Assert.Equal(1, bank.CountOf("pay"));
    }

    [Fact]
    public async Task Nobody_waits_for_an_upstream_that_takes_its_time()
    {
        await using var alice = await AsksAsync("""{"tool":"peek","arguments":{"wait":true}}""");

        var call = alice.CallsAsync("pay");
        var waits = await bob.SeesOneAsync();
        await SeesAsync(waits, "waiting");
        await bob.ApproveAsync(waits);

        Assert.Null((await call).Code);
        bank.LetGo();
        await SeesAsync(waits, "said");
    }

    [Fact]
    public async Task A_tool_that_does_not_say_that_it_only_reads_is_not_called()
    {
        await using var alice = await AsksAsync("""{"tool":"look"}""", "\"look\":{},");

        var call = alice.CallsAsync("pay");
        var waits = await bob.SeesOneAsync();
        var fact = await SeesAsync(waits, "silent");

        Assert.Contains("does not say that it only reads", fact.GetProperty("why").GetString(), StringComparison.Ordinal);
        await bob.DenyAsync(waits);
        await call;
        Assert.Empty(bank.Calls);
    }

    [Theory]
    [InlineData("""{"tool":"peek","arguments":{"a":"{{args.nothing}}"}}""", "Not asked: the call has no args.nothing.")]
    [InlineData("""{"tool":"peek","arguments":{"a":"{{args.to}}"}}""", "Not asked: the policy denies it. Not that one.")]
    public async Task What_cannot_be_asked_is_said(string context, string why)
    {
        await using var alice = await AsksAsync(context, peek: """{"deny_if":[{"conditions":[{"path":"args.a","op":"eq","value":"eve"}],"on_deny":"Not that one."}]}""");

        var call = alice.CallsAsync("pay", new { to = "eve" });
        var waits = await bob.SeesOneAsync();

        Assert.Equal(why, (await SeesAsync(waits, "silent")).GetProperty("why").GetString());
        await bob.DenyAsync(waits);
        await call;
        Assert.Empty(bank.Calls);
    }

    [Fact]
    public async Task It_counts_in_the_same_limits_and_stands_in_the_audit()
    {
        await using var alice = await AsksAsync(
            """{"tool":"peek"}""", peek: """{"limits":[{"counter":"peeks","window":"hour","max":1,"scope":"grant"}]}""");

        var first = alice.CallsAsync("pay", new { n = 1 });
        var one = await bob.SeesOneAsync();
        await SeesAsync(one, "said");
        await bob.DenyAsync(one);
        await first;
        var second = alice.CallsAsync("pay", new { n = 2 });
        var two = await bob.SeesOneAsync();
        var fact = await SeesAsync(two, "silent");
        await bob.DenyAsync(two);
        await second;

        Assert.Equal("Not asked: a limit of the policy is full.", fact.GetProperty("why").GetString());
        Assert.Equal("rate_limited", (await alice.CallsAsync("peek")).Code);
        Assert.Equal(1, bank.CountOf("peek"));
        Assert.Equal(1, await SeesInAuditAsync("call.context"));
    }

    [Fact]
    public async Task A_viewer_does_not_read_what_may_be_secret()
    {
        bank.Peek = "the password is hunter2";
        await using var alice = await AsksAsync("""{"tool":"peek","arguments":{"token":"{{args.token}}"}}""");

        var call = alice.CallsAsync("pay", new { token = "hunter3" });
        var waits = await bob.SeesOneAsync();
        await SeesAsync(waits, "said");
        var seen = (await FactAsync(world.Reviewer(VeraToken), waits)).GetRawText();
        await bob.DenyAsync(waits);
        await call;

        Assert.DoesNotContain("hunter", seen, StringComparison.Ordinal);
        Assert.Contains("(23 characters)", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_long_says_how_much_is_missing()
    {
        bank.Peek = new string('x', 20_000);
        await using var alice = await AsksAsync("""{"tool":"peek"}""");

        var call = alice.CallsAsync("pay");
        var waits = await bob.SeesOneAsync();
        var fact = await SeesAsync(waits, "said");
        await bob.DenyAsync(waits);
        await call;

        Assert.Equal((16_384, 3_616), (fact.GetProperty("answer").GetString()!.Length, fact.GetProperty("left").GetInt32()));
    }

    private async Task<Agent> AsksAsync(string context, string others = "", string peek = "{}")
    {
        var policy = $$"""
            {"version":"1","tools":{"peek":{{peek}},{{others}}
              "pay":{"action":"require_approval","approval":{"reviewers":["sre"],"context":[{{context}}] } } } }
            """;
        world.With("bank", bank.Url, policy)
            .WithSetting("Reviewers:vera:TokenSha256", Gateway.Grants.TokenHash.Sha256Hex(VeraToken))
            .WithSetting("Reviewers:vera:Roles", new System.Text.Json.Nodes.JsonArray("viewer"));
        await world.StartAsync();
        bob = world.Reviewer(GatewayWorld.BobToken);
        return await Agent.ConnectAsync(world, "bank", era: Agent.Modern);
    }

    private static async Task<JsonElement> FactAsync(ReviewerAgent reader, JsonElement approval)
    {
        var answer = await reader.Http.GetFromJsonAsync<JsonElement>($"/api/approvals/{approval.GetProperty("id").GetString()}/context");
        return answer.GetProperty("items").EnumerateArray().FirstOrDefault();
    }

    private async Task<JsonElement> SeesAsync(JsonElement approval, string state)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var fact = await FactAsync(bob, approval);
            if (fact.ValueKind == JsonValueKind.Object && fact.GetProperty("state").GetString() == state)
            {
                return fact;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<int> SeesInAuditAsync(string kind)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        await using var database = await world.Services.GetRequiredService<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync(limit.Token);
        int found;
        while ((found = await database.Audit.CountAsync(row => row.Kind == kind, limit.Token)) == 0)
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }

        return found;
    }
}
