using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>A call that somebody calls back, and what its agent reads.</summary>
public sealed class WithdrawingTests : BankStories
{
    private const string OwnerToken = "alice-looks";

    private protected override void Arrange(GatewayWorld world) => world
        .WithSetting("Reviewers:alice:TokenSha256", TokenHash.Sha256Hex(OwnerToken))
        .WithSetting("Reviewers:alice:Email", "alice@example.com")
        .WithSetting("Reviewers:alice:Roles", new JsonArray("viewer"));

    [Fact]
    public async Task Its_owner_withdraws_what_waits_and_the_agent_reads_who_and_why()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();

        Assert.Equal(HttpStatusCode.OK, (await WithdrawAsync(World.Reviewer(OwnerToken), waits, "Wrong customer.")).StatusCode);

        var answer = await call;
        Assert.Equal("approval_withdrawn", answer.Code);
        Assert.Equal("[APPROVAL WITHDRAWN] alice called it back: Wrong customer. It did not run.", answer.Text);
        var approval = await Bob.GetAsync(IdOf(waits));
        Assert.Equal("withdrawn", approval.GetProperty("status").GetString());
        Assert.Equal("alice", approval.GetProperty("withdrawal").GetProperty("person").GetString());
        // It stands: the agent cannot ask people again at once.
        Assert.Equal("approval_withdrawn", (await alice.CallsAsync("pay")).Code);
        Assert.Empty((await Bob.ListAsync()).EnumerateArray());
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task What_was_approved_is_taken_back_while_its_caller_is_away()
    {
        using (var gone = await AliceOnTheWireAsync(Agent.Modern))
        {
            var waits = await LeaveBehindAsync(gone);
            await Bob.ApproveAsync(waits);
            Assert.Equal(HttpStatusCode.BadRequest, (await WithdrawAsync(Bob, waits, null)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await WithdrawAsync(Bob, waits, "I looked again.")).StatusCode);
            Assert.Equal(("refused", "approved"), (await OutcomeOfAsync(waits), (await Bob.GetAsync(IdOf(waits))).GetProperty("status").GetString()));
        }

        await using var back = await AliceAsync(Agent.Modern);
        var answer = await back.CallsAsync("pay");

        Assert.Equal("[APPROVAL WITHDRAWN] bob called it back: I looked again. It did not run.", answer.Text);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task What_was_handed_to_its_upstream_cannot_be_called_back()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("slow");
        var waits = await Bob.SeesOneAsync();
        await Bob.ApproveAsync(waits);
        await Bank.SlowRuns;

        var late = await WithdrawAsync(Bob, waits, "Stop.");

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var problem = await late.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("already_released", problem.GetProperty("code").GetString());
        Assert.Matches("^Too late: it was handed to its upstream at .* UTC and may have run\\.$", problem.GetProperty("detail").GetString());
        Bank.LetGo();
        Assert.False((await call).IsError);
    }

    private static Task<HttpResponseMessage> WithdrawAsync(ReviewerAgent who, JsonElement approval, string? reason) =>
        who.Http.PostAsJsonAsync($"/api/approvals/{IdOf(approval)}/withdrawal", new { reason });
}
