using Approvals.Gateway.Tests.World;
using Microsoft.Data.Sqlite;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>Upstreams, and the database, that break around a release.</summary>
public class BrokenUpstreamTests : BankStories
{
    private protected override void Arrange(GatewayWorld world) => world
        .WithFakeClock()
        .WithPolicy("bank", """
            {"version":"1","default":"deny","tools":{
              "look":{},
              "pay":{"action":"require_approval","limits":[{"counter":"payments","window":"hour","max":1}]}}}
            """);

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task An_upstream_that_is_down_at_the_release_leaves_the_approval_for_the_next_try(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        Bank.Turns("tools/list", 503);

        await Bob.ApproveAsync(waits);
        var answer = await call;

        Assert.StartsWith("[UPSTREAM UNAVAILABLE] It answered 503 without a list. It did not run.", answer.Text);
        Assert.EndsWith("The approval still stands: call again with the same arguments.", answer.Text);
        Assert.Equal("upstream_unavailable", answer.Code);
        Assert.Equal(IdOf(waits), answer.Outcome!.Value.GetProperty("approvalId").GetString());
        Assert.Null(await OutcomeOfAsync(waits));
        Bank.Recovers("tools/list");
        Assert.Equal("pay {}", (await alice.CallsAsync("pay")).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Theory]
    [InlineData(Agent.Legacy, 401)]
    [InlineData(Agent.Legacy, 302)]
    [InlineData(Agent.Modern, 403)]
    public async Task A_released_call_that_was_turned_away_failed_and_gives_its_place_in_the_limit_back(string era, int status)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        Bank.Turns("tools/call", status);

        await Bob.ApproveAsync(waits);
        var answer = await call;

        Assert.StartsWith("[UPSTREAM UNAVAILABLE] ", answer.Text);
        Assert.Contains($"{status}", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("It did not run.", answer.Text);
        Assert.Equal("failed", await OutcomeOfAsync(waits));
        Bank.Recovers("tools/call");

        // The approval is spent: the next call asks again, and the one place of this hour is still free.
        var again = alice.CallsAsync("pay");
        var second = await Bob.SeesOneAsync();
        Assert.NotEqual(IdOf(waits), IdOf(second));
        await Bob.ApproveAsync(second);
        Assert.Equal("pay {}", (await again).Text);
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_released_call_that_its_upstream_refused_failed_and_counts(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        Bank.Turns("tools/call", 400);

        await Bob.ApproveAsync(waits);

        Assert.Equal("[UPSTREAM UNAVAILABLE] Its upstream answered 400. It did not run.", (await call).Text);
        Assert.Equal("failed", await OutcomeOfAsync(waits));
        Assert.Equal("rate_limited", (await alice.CallsAsync("pay")).Code);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_connection_that_breaks_after_the_effect_leaves_the_outcome_unknown(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        Bank.BreaksAfterTheEffect = true;

        await Bob.ApproveAsync(waits);
        var answer = await call;

        Assert.Equal($"[OUTCOME UNKNOWN] {IdOf(waits)} was sent, and no answer came: it may have run. Ask a person before trying again.", answer.Text);
        Assert.Equal("outcome_unknown", answer.Code);
        Assert.Equal("unknown", await OutcomeOfAsync(waits));
        Assert.Equal(1, Bank.CountOf("pay"));

        // It may have run: so it counts, and the next one finds the window full.
        Assert.Equal("rate_limited", (await alice.CallsAsync("pay")).Code);
    }

    [Fact]
    public async Task An_upstream_that_fails_after_it_was_called_leaves_the_outcome_unknown()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        Bank.Turns("tools/call", 500);

        await Bob.ApproveAsync(waits);

        Assert.Equal("outcome_unknown", (await call).Code);
        Assert.Equal("unknown", await OutcomeOfAsync(waits));
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_result_that_cannot_be_written_down_is_never_called_not_run_and_comes_later(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay");
        var waits = await Bob.SeesOneAsync();
        await ExecuteAsync("CREATE TRIGGER Full BEFORE UPDATE ON Requests WHEN NEW.Outcome IS NOT NULL BEGIN SELECT RAISE(ABORT, 'full'); END");

        await Bob.ApproveAsync(waits);
        var answer = await call;

        Assert.Equal("outcome_unknown", answer.Code);
        Assert.StartsWith($"[OUTCOME UNKNOWN] {IdOf(waits)} was sent", answer.Text);
        Assert.Equal(1, Bank.CountOf("pay"));

        await ExecuteAsync("DROP TRIGGER Full");
        Assert.Equal("pay {}", (await World.PassTimeUntilAsync(alice.CallsAsync("pay"))).Text);
        Assert.Equal("completed", await OutcomeOfAsync(waits));
        Assert.Equal(1, Bank.CountOf("pay"));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(World.Folder, "data", "approvals.db")}");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
