using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Approvals.Cli;
using Approvals.Gateway.Tests.Reviewing;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>A call that may have run, and the person who finds out.</summary>
public sealed class SettlingTests : BankStories
{
    [Fact]
    public async Task What_did_not_run_is_settled_with_who_and_why_and_an_equal_call_asks_anew()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var unknown = await BreakAsync(alice);

        var answer = await SettleAsync(Bob, unknown, "did_not_run", " The ledger has no such payment. ");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var settlement = (await Bob.GetAsync(IdOf(unknown))).GetProperty("settlement");
        Assert.Equal(("bob", "did_not_run"), (settlement.GetProperty("reviewer").GetString(), settlement.GetProperty("outcome").GetString()));
        Assert.Equal(("The ledger has no such payment.", "api"), (settlement.GetProperty("reason").GetString(), settlement.GetProperty("via").GetString()));
        Assert.Equal("unknown", await OutcomeOfAsync(unknown));
        Assert.Equal(HttpStatusCode.OK, (await SettleAsync(Bob, unknown, "did_not_run", "Still.")).StatusCode);

        Bank.BreaksAfterTheEffect = false;
        var again = alice.CallsAsync("pay");
        await Bob.ApproveAsync(await Bob.SeesOneAsync());
        Assert.Equal("pay {}", (await again).Text);
    }

    [Fact]
    public async Task A_caller_that_comes_back_for_what_was_found_to_have_run_reads_so()
    {
        using (var alice = await AliceOnTheWireAsync(Agent.Modern))
        {
            using var call = await alice.CallAsync("slow", "{}");
            var waits = await Bob.SeesOneAsync();
            await Bob.ApproveAsync(waits);
            await Bank.SlowRuns;
            call.Leave();
            await SeesOutcomeAsync(waits, "unknown");
            await SettleAsync(Bob, waits, "ran", "The ledger shows it.");
        }

        await using var back = await AliceAsync(Agent.Modern);
        var answer = await back.CallsAsync("slow");

        Assert.EndsWith("was sent, and no answer came; bob found out that it ran: The ledger shows it. Do not call it again for the same purpose.", answer.Text);
        Assert.Equal("outcome_unknown", answer.Code);
        Assert.Equal(1, Bank.CountOf("slow"));
    }

    [Fact]
    public async Task Of_two_who_settle_the_second_is_told_who_was_first()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var unknown = await BreakAsync(alice);
        await SettleAsync(Bob, unknown, "ran", "The ledger shows it.");

        var answer = await SettleAsync(Bob, unknown, "did_not_run", "I was wrong.");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("already_settled", problem.GetProperty("code").GetString());
        Assert.Matches("^Already settled by bob at .* UTC: it ran\\.$", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("maybe", "reason", "bad_outcome")]
    [InlineData("ran", "  ", "reason_required")]
    [InlineData("ran", null, "reason_required")]
    public async Task A_settlement_says_what_was_found_and_how(string outcome, string? reason, string code)
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var unknown = await BreakAsync(alice);

        var answer = await SettleAsync(Bob, unknown, outcome, reason);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, (await Bob.GetAsync(IdOf(unknown))).GetProperty("settlement").ValueKind);
    }

    [Fact]
    public async Task Only_those_who_may_decide_it_settle_it_and_only_what_is_unknown()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var unknown = await BreakAsync(alice);

        Assert.Equal(HttpStatusCode.Forbidden, (await SettleAsync(World.Reviewer(GatewayWorld.CarolToken), unknown, "ran", "So they say.")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SettleAsync(World.Reviewer("nobody"), unknown, "ran", "So they say.")).StatusCode);

        Bank.BreaksAfterTheEffect = false;
        var call = alice.CallsAsync("pay", new { amount = 1 });
        var waits = await Bob.SeesOneAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await SettleAsync(Bob, waits, "ran", "So they say.")).StatusCode);
        await Bob.DenyAsync(waits);
        await call;
    }

    [Fact]
    public async Task It_is_settled_in_the_terminal()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var unknown = await BreakAsync(alice);
        using var terminal = new Terminal(World.Url, GatewayWorld.BobToken);

        Assert.Equal(ExitCode.Usage, await terminal.RunAsync("settle", IdOf(unknown), "--outcome", "perhaps", "--reason", "x"));
        Assert.Equal(ExitCode.Done, await terminal.RunAsync("settle", IdOf(unknown), "--outcome", "did_not_run", "--reason", "No \u202Epayment."));
        Assert.Equal(ExitCode.Done, await terminal.RunAsync("show", IdOf(unknown)));

        Assert.Contains("Settled: it did not run.", terminal.Output, StringComparison.Ordinal);
        Assert.Matches("settled +it did not run, says bob at .*: No \\\\u202Epayment\\.", terminal.Output);
    }

    private async Task<JsonElement> BreakAsync(Agent alice)
    {
        Bank.BreaksAfterTheEffect = true;
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        await Bob.ApproveAsync(waits);
        Assert.Equal("outcome_unknown", (await call).Code);
        return waits;
    }

    private static Task<HttpResponseMessage> SettleAsync(ReviewerAgent by, JsonElement approval, string outcome, string? reason) =>
        by.Http.PostAsJsonAsync($"/api/approvals/{IdOf(approval)}/settlement", new { outcome, reason });
}
