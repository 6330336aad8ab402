using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>A reviewer who does not want to be asked the same again for a while.</summary>
public sealed class RememberedCallTests : IAsyncLifetime
{
    private const string Policy = """
        {"version":"1","tools":{
          "peek":{"action":"require_approval","approval":{"reviewers":["sre"],"remember":"10m"},"limits":[{"counter":"peeks","window":"hour","max":3,"scope":"grant"}]},
          "pay":{"action":"require_approval","approval":{"reviewers":["sre"],"remember":"10m"}}}}
        """;

    private readonly GatewayWorld world = new();
    private CountingUpstream bank = null!;
    private ReviewerAgent bob = null!;

    public async ValueTask InitializeAsync()
    {
        bank = world.Own(await CountingUpstream.StartAsync());
        bank.Peek = "7";
        await world.WithFakeClock().With("bank", bank.Url, Policy).StartAsync();
        bob = world.Reviewer(GatewayWorld.BobToken);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Equal_calls_run_without_asking_until_the_time_is_up_and_each_has_its_record()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank", era: Agent.Modern);
        var first = await ApprovedAsync(alice, new { account = 1 });

        Assert.Equal("7", (await alice.CallsAsync("peek", new { account = 1 })).Text);

        var repeated = Assert.Single(await bob.SeesAsync("approved", 2), approval => Id(approval) != Id(first));
        var decision = Assert.Single((await bob.GetAsync(Id(repeated))).GetProperty("decisions").EnumerateArray());
        Assert.Equal(("bob", "remembered"), (decision.GetProperty("reviewer").GetString(), decision.GetProperty("via").GetString()));
        Assert.Equal(2, bank.CountOf("peek"));
        await AsksAsync(alice, new { account = 2 });
        world.Clock!.Advance(TimeSpan.FromMinutes(10));
        await AsksAsync(alice, new { account = 1 });
        Assert.Equal(2, bank.CountOf("peek"));
    }

    [Fact]
    public async Task Limits_count_what_is_repeated()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank", era: Agent.Modern);
        await ApprovedAsync(alice, new { account = 1 });

        await alice.CallsAsync("peek", new { account = 1 });
        await alice.CallsAsync("peek", new { account = 1 });

        Assert.Equal("rate_limited", (await alice.CallsAsync("peek", new { account = 1 })).Code);
        Assert.Equal(3, bank.CountOf("peek"));
    }

    [Fact]
    public async Task After_it_is_taken_back_people_are_asked_again()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank", era: Agent.Modern);
        var first = await ApprovedAsync(alice, new { account = 1 });

        Assert.Equal(HttpStatusCode.OK, (await bob.Http.PostAsJsonAsync($"/api/approvals/{Id(first)}/withdrawal", new { reason = "Enough." })).StatusCode);

        Assert.False((await bob.GetAsync(Id(first))).TryGetProperty("rememberedUntil", out _));
        await AsksAsync(alice, new { account = 1 });
        Assert.Equal(1, bank.CountOf("peek"));
    }

    [Fact]
    public async Task A_tool_that_does_not_say_it_is_harmless_is_approved_each_time()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank", era: Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await bob.SeesOneAsync();

        var answer = await DecideAsync(waits);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("Its tool counts as destructive", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await bob.DenyAsync(waits);
        await call;
    }

    [Fact]
    public async Task Nothing_that_was_changed_in_the_meantime_is_repeated()
    {
        await using var alice = await Agent.ConnectAsync(world, "bank", era: Agent.Modern);
        await ApprovedAsync(alice, new { account = 1 });
        await using var eve = await Agent.ConnectAsync(world, "bank", token: GatewayWorld.EveToken, era: Agent.Modern);

        await AsksAsync(eve, new { account = 1 });
        world.WithPolicy("bank", Policy.Replace(",\"remember\":\"10m\"", "", StringComparison.Ordinal));
        await world.RestartAsync();
        bob = world.Reviewer(GatewayWorld.BobToken);
        await using var back = await Agent.ConnectAsync(world, "bank", era: Agent.Modern);
        await AsksAsync(back, new { account = 1 });
        Assert.Equal(1, bank.CountOf("peek"));
    }

    private async Task<JsonElement> ApprovedAsync(Agent alice, object arguments)
    {
        var call = alice.CallsAsync("peek", arguments);
        var waits = await bob.SeesOneAsync();
        Assert.Equal(HttpStatusCode.OK, (await DecideAsync(waits)).StatusCode);
        Assert.Equal("7", (await call).Text);
        return waits;
    }

    private async Task AsksAsync(Agent agent, object arguments)
    {
        var call = agent.CallsAsync("peek", arguments);
        await bob.DenyAsync(await bob.SeesOneAsync());
        Assert.Equal("approval_denied", (await call).Code);
    }

    private Task<HttpResponseMessage> DecideAsync(JsonElement approval) => bob.Http.PostAsJsonAsync($"/api/approvals/{Id(approval)}/decision", new
    {
        decision = "approve",
        remember = true,
        fingerprint = approval.GetProperty("fingerprint").GetString(),
    });

    private static string Id(JsonElement approval) => approval.GetProperty("id").GetString()!;
}
