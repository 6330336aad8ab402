using System.Net.Http.Json;
using System.Text.Json;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>Several reviewers, one held call: what each is told, and what the agent gets.</summary>
public class DecidingTests : BankStories
{
    private const string DaveToken = "dave-token";
    private const string HerOwnToken = "alice-reviews";

    private protected override void Arrange(GatewayWorld world)
    {
        world.WithFakeClock();
        foreach (var (name, token) in new[] { ("dave", DaveToken), ("alice", HerOwnToken) })
        {
            world.WithSetting($"Reviewers:{name}:TokenSha256", TokenHash.Sha256Hex(token))
                .WithSetting($"Reviewers:{name}:Email", $"{name}@example.com")
                .WithSetting($"Reviewers:{name}:Groups", new System.Text.Json.Nodes.JsonArray("sre"))
                .WithSetting($"Reviewers:{name}:Roles", new System.Text.Json.Nodes.JsonArray("reviewer"));
        }
    }

    [Theory]
    [InlineData("approve", "deny")]
    [InlineData("deny", "approve")]
    public async Task The_first_decision_stands_and_whoever_comes_later_reads_who_was_first_and_when(string first, string second)
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        var dave = World.Reviewer(DaveToken);

        Assert.Equal(200, (int)(await Bob.DecideAsync(waits, first)).StatusCode);
        var at = World.Clock!.GetUtcNow();
        // Before the clock jumps over the end of the hold.
        var answer = await call;
        World.Clock.Advance(TimeSpan.FromSeconds(90));
        var late = await dave.DecideAsync(waits, second);

        Assert.Equal(409, (int)late.StatusCode);
        var said = first == "approve" ? "approved" : "denied";
        Assert.Equal(("already_decided", $"Already {said} by bob at {at:HH:mm:ss} UTC."), await ProblemOf(late));
        Assert.Equal(first == "approve" ? null : "approval_denied", answer.Code);
        Assert.Equal(first == "approve" ? 1 : 0, Bank.CountOf("pay"));
        Assert.Equal(said, (await Bob.GetAsync(IdOf(waits))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Of_many_who_decide_at_the_same_moment_one_wins_and_the_call_gets_that_decision()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var dave = World.Reviewer(DaveToken);
        for (var round = 0; round < 10; round++)
        {
            var call = alice.CallsAsync("pay", new { round });
            var waits = await Bob.SeesOneAsync();

            var answers = await Task.WhenAll(Bob.DecideAsync(waits, "approve"), dave.DecideAsync(waits, "deny"));

            Assert.Equal([200, 409], answers.Select(answer => (int)answer.StatusCode).Order());
            var isApproved = (int)answers[0].StatusCode == 200;
            Assert.Equal(isApproved ? null : "approval_denied", (await call).Code);
            Assert.Equal(isApproved ? 1 : 0, Bank.Calls.Count(ran => ran.Arguments == $$"""{"round":{{round}}}"""));
            Assert.Single((await Bob.GetAsync(IdOf(waits))).GetProperty("decisions").EnumerateArray());
        }
    }

    [Fact]
    public async Task The_same_answer_again_is_no_error_and_the_opposite_one_is()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();

        var answers = await Task.WhenAll(Bob.DecideAsync(waits, "approve"), Bob.DecideAsync(waits, "approve"));
        var opposite = await Bob.DecideAsync(waits, "deny");

        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        Assert.Equal(409, (int)opposite.StatusCode);
        Assert.Equal("contradicts_earlier", (await ProblemOf(opposite)).Code);
        Assert.Equal("pay {}", (await call).Text);
        Assert.Single((await Bob.GetAsync(IdOf(waits))).GetProperty("decisions").EnumerateArray());
    }

    [Fact]
    public async Task A_decision_in_the_last_moment_counts_and_one_at_the_expiry_is_too_late()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var intime = await LeaveBehindAsync(alice, arguments: """{"n":1}""");
        World.Clock!.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (int)(await Bob.DecideAsync(intime, "approve")).StatusCode);

        var late = await LeaveBehindAsync(alice, arguments: """{"n":2}""");
        World.Clock.Advance(TimeSpan.FromMinutes(30));
        var answer = await Bob.DecideAsync(late, "approve");

        Assert.Equal(410, (int)answer.StatusCode);
        Assert.Equal("expired", (await ProblemOf(answer)).Code);
        using var again = await alice.CallAsync("pay", """{"n":2}""");
        Assert.Equal("approval_expired", (await again.AnswerAsync()).Code);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task Neither_the_owner_nor_somebody_outside_the_group_decides_and_the_call_waits_on()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();

        var owner = await World.Reviewer(HerOwnToken).DecideAsync(waits, "approve");
        var outsider = await World.Reviewer(GatewayWorld.CarolToken).DecideAsync(waits, "deny");

        Assert.Equal(403, (int)owner.StatusCode);
        Assert.Equal(("not_allowed", "This call was made with your own grant; somebody else has to decide it."), await ProblemOf(owner));
        Assert.Equal(403, (int)outsider.StatusCode);
        Assert.Equal(("not_allowed", "Only these may decide it: sre."), await ProblemOf(outsider));
        Assert.Equal(401, (int)(await World.Reviewer(GatewayWorld.AliceToken).DecideAsync(waits, "approve")).StatusCode);
        Assert.False(call.IsCompleted);
        Assert.Equal(0, Bank.CountOf("pay"));
        await Bob.ApproveAsync(waits);
        Assert.Equal("pay {}", (await call).Text);
    }

    [Fact]
    public async Task A_decision_on_another_fingerprint_releases_nothing()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var one = alice.CallsAsync("pay", new { amount = 1 });
        var first = await Bob.SeesOneAsync();
        var two = alice.CallsAsync("pay", new { amount = 1000 });
        var second = (await Bob.SeesPendingAsync(2)).Single(other => IdOf(other) != IdOf(first));

        var swapped = await Bob.Http.PostAsJsonAsync(
            $"/api/approvals/{IdOf(second)}/decision", new { decision = "approve", fingerprint = first.GetProperty("fingerprint").GetString() });

        Assert.Equal(412, (int)swapped.StatusCode);
        await Bob.ApproveAsync(first);
        Assert.Equal("""pay {"amount":1}""", (await one).Text);
        await Bob.DenyAsync(second);
        Assert.Equal("approval_denied", (await two).Code);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    private static async Task<(string? Code, string? Sentence)> ProblemOf(HttpResponseMessage response)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString());
    }
}
