using System.Text.Json;
using Approvals.Cli;
using Approvals.Gateway.Tests.World;
using Microsoft.Data.Sqlite;

namespace Approvals.Gateway.Tests.Audit;

/// <summary><c>approvals audit</c> over the database of a gateway that runs.</summary>
public sealed class AuditCommandTests : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();
    private readonly StringWriter _errors = new();

    private string DataDirectory => Path.Combine(_world.Folder, "data");

    public async ValueTask InitializeAsync()
    {
        var bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", bank.Url, """{"version":"1","tools":{"pay":{"action":"require_approval"}}}""").StartAsync();
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        var bob = _world.Reviewer(GatewayWorld.BobToken);
        for (var number = 0; number < 3; number++)
        {
            var call = alice.CallsAsync("pay", new { number });
            await bob.ApproveAsync(await bob.SeesOneAsync());
            Assert.False((await call).IsError);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _errors.Dispose();
    }

    [Fact]
    public async Task The_audit_of_a_running_gateway_is_whole_and_its_head_can_be_exported()
    {
        var head = await JsonAsync(ExitCode.Done, "head", "--json");
        var verified = await JsonAsync(ExitCode.Done, "verify", "--json", "--head", head.GetProperty("head").GetString()!);

        Assert.True(verified.GetProperty("whole").GetBoolean());
        // The policy in force; and of each call opened, decided, released, completed; the delivery is noted after the answer.
        Assert.InRange(head.GetProperty("rows").GetInt64(), 13, 16);
        Assert.StartsWith("The audit is whole: ", await RunAsync(ExitCode.Done, "verify"));
        Assert.Matches("^[0-9a-f]{64}\n$", await RunAsync(ExitCode.Done, "head"));
    }

    [Theory]
    [InlineData("UPDATE Audit SET Actor = 'carol' WHERE Sequence = 2", 2)]
    [InlineData("UPDATE Audit SET At = At + 0.5 WHERE Sequence = 2", 2)]
    [InlineData("UPDATE Audit SET Kind = CAST(Kind AS BLOB) WHERE Sequence = 3", 3)]
    [InlineData("DELETE FROM Audit WHERE Sequence = 1", 1)]
    [InlineData("DELETE FROM Audit WHERE Sequence = 4", 4)]
    [InlineData("UPDATE Audit SET Sequence = -1 WHERE Sequence = 5; UPDATE Audit SET Sequence = 5 WHERE Sequence = 6; UPDATE Audit SET Sequence = 6 WHERE Sequence = -1", 5)]
    [InlineData("INSERT INTO Audit SELECT 1000, At, Kind, RequestId, Actor, DetailJson, Seal, Hash FROM Audit WHERE Sequence = 1; UPDATE Audit SET Sequence = (SELECT COUNT(*) FROM Audit) WHERE Sequence = 1000", 17)]
    public async Task What_was_done_to_the_rows_is_named(string tampering, long row)
    {
        await SettledAsync();
        await TamperAsync(tampering);

        var verified = await JsonAsync(ExitCode.Failed, "verify", "--json");

        Assert.False(verified.GetProperty("whole").GetBoolean());
        Assert.Equal(row, verified.GetProperty("firstBadRow").GetInt64());
        Assert.StartsWith($"The audit is broken at row {row}. ", await RunAsync(ExitCode.Failed, "verify"));
        Assert.Equal("", await RunAsync(ExitCode.Failed, "head"));
        Assert.StartsWith($"The audit is broken at row {row}. ", _errors.ToString());
    }

    [Fact]
    public async Task A_tail_that_was_cut_off_is_found_by_the_exported_head()
    {
        await SettledAsync();
        var head = (await RunAsync(ExitCode.Done, "head")).Trim();
        await TamperAsync("DELETE FROM Audit WHERE Sequence > 13");

        await RunAsync(ExitCode.Done, "verify");
        Assert.StartsWith("The audit is broken at row 14. The exported head is not in the chain", await RunAsync(ExitCode.Failed, "verify", "--head", head));
    }

    [Fact]
    public async Task Another_key_proves_nothing()
    {
        await File.WriteAllBytesAsync(Path.Combine(DataDirectory, "installation.key"), new byte[32]);

        Assert.StartsWith("The audit is broken at row 1. ", await RunAsync(ExitCode.Failed, "verify"));
    }

    [Fact]
    public async Task Without_a_key_or_a_database_the_command_says_what_it_needs()
    {
        Assert.Equal("", await RunAsync(ExitCode.Usage, "verify", "--database", Path.Combine(_world.Folder, "no.db")));
        Assert.Contains("--database", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("", await RunAsync(ExitCode.Usage, "verify", "--database", Path.Combine(_world.Folder, "approvals.json")));
        Assert.Contains("cannot be read", _errors.ToString(), StringComparison.Ordinal);
        File.Delete(Path.Combine(DataDirectory, "installation.key"));
        Assert.Equal("", await RunAsync(ExitCode.Usage, "head"));
        Assert.Contains("--data-directory", _errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ABC")]
    [InlineData("A000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_head_that_is_none_is_a_wrong_command_line(string head)
    {
        await RunAsync(ExitCode.Usage, "verify", "--head", head);

        Assert.Contains("64 lower-case hex digits", _errors.ToString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> JsonAsync(int code, params string[] line) => JsonSerializer.Deserialize<JsonElement>(await RunAsync(code, line));

    private async Task<string> RunAsync(int code, params string[] line)
    {
        using var output = new StringWriter();
        Assert.Equal(code, await Approvals.Cli.Program.RunAsync(["audit", .. line, "--data-directory", DataDirectory], output, _errors));
        return output.ToString();
    }

    // Nothing is written any more once each answer's delivery is noted: five rows a call, after the one of the policy.
    private async Task SettledAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await JsonAsync(ExitCode.Done, "head", "--json")).GetProperty("rows").GetInt64() < 16)
        {
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
