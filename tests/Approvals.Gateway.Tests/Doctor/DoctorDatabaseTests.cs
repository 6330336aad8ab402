using Approvals.Cli;
using Approvals.Gateway.Tests.World;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Doctor;

/// <summary>The doctor over the data of a gateway that ran.</summary>
public sealed class DoctorDatabaseTests : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();

    private string Configuration => Path.Combine(_world.Folder, "approvals.json");

    private string DataDirectory => Path.Combine(_world.Folder, "data");

    private string Database => Path.Combine(DataDirectory, "approvals.db");

    public async ValueTask InitializeAsync()
    {
        var bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", bank.Url, """{"version":"1","tools":{"pay":{"action":"require_approval"}}}""").StartAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Beside_a_gateway_that_runs_everything_is_well()
    {
        var (code, lines) = await DoctorWorld.LookAsync(Configuration);

        Assert.Equal(ExitCode.Done, code);
        Assert.All(lines, line => Assert.StartsWith("ok    ", line));
        Assert.Contains($"ok    database: {Database} opens, and has every table of this version.", lines);
    }

    [Fact]
    public async Task Looking_changes_nothing()
    {
        await _world.StopAsync();
        var before = Files();

        await DoctorWorld.LookAsync(Configuration);

        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = (SELECT MAX("MigrationId") FROM "__EFMigrationsHistory")""", "warn  database: ", "at its next start")]
    [InlineData("""INSERT INTO "__EFMigrationsHistory" VALUES ('99990101000000_Later', '99.0')""", "FAIL  database: ", "newer version")]
    [InlineData("""DROP TABLE "__EFMigrationsHistory" """, "FAIL  database: ", "nothing of the gateway's")]
    public async Task A_database_of_another_version_is_told(string change, string start, string words)
    {
        await _world.StopAsync();
        await ChangeAsync(change);

        var (_, lines) = await DoctorWorld.LookAsync(Configuration);

        Assert.Contains(lines, line => line.StartsWith(start, StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told()
    {
        await _world.StopAsync();
        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(Database, new string('x', 8_192));

        var (code, lines) = await DoctorWorld.LookAsync(Configuration);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(lines, line => line.StartsWith($"FAIL  database: {Database} cannot be read: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_stands_before_the_audits_last_row_is_told()
    {
        var (code, lines) = await DoctorWorld.LookAsync(Configuration, new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(1)));

        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith("FAIL  clock: it says ", Assert.Single(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal)));
    }

    private async Task ChangeAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private List<(string Name, string Content)> Files()
    {
        SqliteConnection.ClearAllPools();
        return [.. Directory.GetFiles(DataDirectory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))))];
    }
}
