using System.Text;
using System.Text.Json;
using Approvals.Cli;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>What lies on the disk, and what happens to calls when somebody was at it.</summary>
public sealed class ContentAtRestTests : BankStories
{
    private const string Marker = "m4rk3r-of-a-secret";

    private string DataDirectory => Path.Combine(World.Folder, "data");

    private protected override void Arrange(GatewayWorld world) => world.WithFakeClock().WithSetting("Gateway:KeepContents", "1h");

    [Fact]
    public async Task Arguments_and_answers_are_nowhere_in_the_data_directory()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var call = alice.CallsAsync("pay", new { note = Marker });
        await Bob.ApproveAsync(await Bob.SeesOneAsync());

        Assert.Contains(Marker, (await call).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(DataDirectory, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("gateway.lock", StringComparison.Ordinal)),
            file => Bytes.OfOpenFile(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Marker)) >= 0);
    }

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_pending_call_whose_content_is_erased_ends_and_everybody_is_told(string era)
    {
        await using var alice = await AliceAsync(era);
        var call = alice.CallsAsync("pay", new { note = Marker });
        var waits = await Bob.SeesOneAsync();

        Assert.True((await World.Services.GetRequiredService<ApprovalDesk>().EraseAsync(IdOf(waits), "bob"))!.Did);

        var answer = await World.PassTimeUntilAsync(call);
        Assert.Equal("approval_withdrawn", answer.Code);
        Assert.Equal("[APPROVAL WITHDRAWN] Its content was erased. It did not run.", answer.Text);
        var erased = await Bob.GetAsync(IdOf(waits));
        Assert.Equal(("withdrawn", "erased", JsonValueKind.Null), (erased.GetProperty("status").GetString(), erased.GetProperty("content").GetString(), erased.GetProperty("arguments").ValueKind));
        Assert.Equal(403, (int)(await Bob.DecideAsync(waits, "approve")).StatusCode);
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task What_was_kept_long_enough_is_erased_and_nothing_is_missing_in_the_audit()
    {
        await using var alice = await AliceAsync(Agent.Modern);
        var done = alice.CallsAsync("pay", new { note = Marker });
        var first = await Bob.SeesOneAsync();
        await Bob.ApproveAsync(first);
        await done;
        using var head = new StringWriter();
        Assert.Equal(ExitCode.Done, await AuditAsync(head, "head"));

        World.Clock!.Advance(TimeSpan.FromMinutes(59));
        var waits = alice.CallsAsync("slow", new { note = Marker });
        var second = await Bob.SeesOneAsync();
        Assert.False((await Bob.GetAsync(IdOf(first))).TryGetProperty("content", out _));
        World.Clock.Advance(TimeSpan.FromMinutes(1));
        var erased = await World.PassTimeUntilAsync(SeesContentAsync(first, "erased"));

        Assert.Equal(("approved", "completed", JsonValueKind.Null), (erased.GetProperty("status").GetString(), erased.GetProperty("outcome").GetString(), erased.GetProperty("arguments").ValueKind));
        Assert.Equal(Marker, (await Bob.GetAsync(IdOf(second))).GetProperty("arguments").GetProperty("note").GetString());
        await using (var database = await World.Services.GetRequiredService<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync())
        {
            Assert.Equal([IdOf(second)], await database.Contents.Select(row => row.RequestId).ToListAsync());
        }

        Assert.Equal(ExitCode.Done, await AuditAsync(TextWriter.Null, "verify", "--head", head.ToString().Trim()));
        Assert.Equal("approval_pending", (await waits).Code);
    }

    [Fact]
    public async Task An_answer_that_was_erased_before_anybody_got_it_is_not_a_reason_to_run_again()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Legacy);
        using var call = await alice.CallAsync("slow", "{}");
        var waits = await Bob.SeesOneAsync();
        await Bob.ApproveAsync(waits);
        await Bank.SlowRuns;
        call.Leave();
        await World.SeesEveryCallerGoneAsync();
        await World.Services.GetRequiredService<ApprovalDesk>().EraseAsync(IdOf(waits), "bob");
        Bank.LetGo();
        await Bob.SeesAsync("approved", 1);

        await using var again = await AliceAsync(Agent.Legacy);
        Assert.Equal("outcome_unknown", (await World.PassTimeUntilAsync(again.CallsAsync("slow"))).Code);
        Assert.Equal(1, Bank.CountOf("slow"));
    }

    [Fact]
    public async Task H61_a_call_that_was_approved_in_the_database_does_not_run()
    {
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        var waits = await LeaveBehindAsync(alice);
        var now = World.Clock!.GetUtcNow().ToUnixTimeMilliseconds();
        await TamperAsync($"""
            UPDATE Requests SET Status = 'Approved', ResolvedAt = {now}, ClaimableUntil = {now + 900_000}, Version = 2;
            INSERT INTO Decisions (RequestId, Reviewer, Choice, At, Via) VALUES ('{IdOf(waits)}', 'bob', 'Approve', {now}, 'web')
            """);

        await using var again = await AliceAsync(Agent.Modern);
        var answer = await again.CallsAsync("pay");

        Assert.Equal("gateway_unavailable", answer.Code);
        Assert.Contains("was changed from outside", answer.Text, StringComparison.Ordinal);
        Assert.Equal("altered", (await Bob.GetAsync(IdOf(waits))).GetProperty("content").GetString());
        Assert.Equal(0, Bank.CountOf("pay"));
    }

    [Fact]
    public async Task Without_its_keys_the_gateway_runs_nothing_that_waited_and_serves_everything_else()
    {
        using (var alice = await AliceOnTheWireAsync(Agent.Modern))
        {
            await Bob.ApproveAsync(await LeaveBehindAsync(alice));
            await LeaveBehindAsync(alice, "slow");
        }

        await World.StopAsync();
        Directory.Delete(Path.Combine(DataDirectory, "keys"), recursive: true);
        await RestartAsync();

        await using var again = await AliceAsync(Agent.Modern);
        Assert.Equal("gateway_unavailable", (await again.CallsAsync("pay")).Code);
        Assert.Equal("gateway_unavailable", (await again.CallsAsync("slow")).Code);
        var unreadable = await Bob.SeesOneAsync();
        Assert.Equal("unreadable", unreadable.GetProperty("content").GetString());
        Assert.Equal(403, (int)(await Bob.DecideAsync(unreadable, "approve")).StatusCode);
        Assert.Empty(Bank.Calls);

        var other = again.CallsAsync("pay", new { amount = 7 });
        await Bob.ApproveAsync(Assert.Single(await Bob.SeesPendingAsync(2), one => !one.TryGetProperty("content", out _)));
        Assert.Equal("""pay {"amount":7}""", (await other).Text);
        World.Clock!.Advance(TimeSpan.FromMinutes(30));
        await World.PassTimeUntilAsync(Bob.SeesAsync("expired", 1));
    }

    private Task<int> AuditAsync(TextWriter output, params string[] line) =>
        Approvals.Cli.Program.RunAsync(["audit", .. line, "--data-directory", DataDirectory], output, output);

    private async Task<JsonElement> SeesContentAsync(JsonElement approval, string state)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var found = await Bob.GetAsync(IdOf(approval));
            if (found.TryGetProperty("content", out var content) && content.GetString() == state)
            {
                return found;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task TamperAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(DataDirectory, "approvals.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
