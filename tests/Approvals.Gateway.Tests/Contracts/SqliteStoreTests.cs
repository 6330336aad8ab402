using Approvals.Gateway.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Approvals.Gateway.Tests.Contracts;

public sealed class SqliteStoreTests : StoreWriteContract
{
    private SqliteStorage _storage = null!;

    internal override ApprovalStore Store => _storage.Store;

    internal override Task<int> CountAsync<T>(Func<ApprovalsDb, IQueryable<T>> rows) => _storage.CountAsync(rows);

    public override async ValueTask InitializeAsync() => _storage = await SqliteStorage.StartAsync();

    public override ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        await Store.OpenAsync(Asked.Request("a"));
        await Store.ApproveAsync("a");

        await _storage.RestartAsync();

        Assert.Equal(Approvals.Requests.RequestStatus.Approved, (await Store.FindAsync("a", CancellationToken.None))!.Status);
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    public async Task A_connection_of_the_pool_writes_through_to_the_disk(string pragma, string expected)
    {
        await using var first = await _storage.OpenAsync();
        await using var second = await _storage.OpenAsync();

        Assert.Equal((expected, expected), (await ReadAsync(first, pragma), await ReadAsync(second, pragma)));
    }

    [Fact]
    public async Task The_connection_that_writes_writes_through_to_the_disk() =>
        Assert.Equal("2", await _storage.Writes.RunAsync(database => ReadAsync(database, "synchronous")));

    [Fact]
    public async Task The_migrations_make_exactly_the_model()
    {
        await using var database = await _storage.OpenAsync();

        Assert.False(database.Database.HasPendingModelChanges());
        Assert.Empty(await database.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task A_lock_that_a_killed_migration_left_does_not_stop_the_start()
    {
        await using (var database = await _storage.OpenAsync())
        {
            // As EF writes it while it migrates; and an old migration is still to be run.
            await database.Database.ExecuteSqlRawAsync("""
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                DELETE FROM "__EFMigrationsLock";
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-22 12:00:00+00:00');
                """);
        }

        await _storage.RestartAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(await Store.OpenAsync(Asked.Request("a")));
    }

    [Fact]
    public async Task A_file_in_a_folder_that_is_not_there_yet_is_made()
    {
        await using var storage = new SqliteStorage();
        Directory.Delete(Path.GetDirectoryName(storage.File)!);

        await storage.RestartAsync();

        Assert.True(File.Exists(storage.File));
    }

    [Fact]
    public async Task One_person_has_one_voice_even_if_the_code_above_forgets_it()
    {
        await Store.OpenAsync(Asked.Request("a", quorum: 3));
        await Store.ApproveAsync("a");

        var again = await Assert.ThrowsAsync<SqliteException>(() => _storage.Writes.RunAsync(database => database.Database.ExecuteSqlRawAsync(
            "INSERT INTO Decisions (RequestId, Reviewer, Choice, At, Via) SELECT RequestId, Reviewer, Choice, At, Via FROM Decisions")));

        Assert.Contains("UNIQUE", again.Message, StringComparison.Ordinal);
        Assert.Single((await Store.FindAsync("a", CancellationToken.None))!.Decisions);
    }

    private static async Task<string> ReadAsync(ApprovalsDb database, string pragma)
    {
        await database.Database.OpenConnectionAsync();
        await using var command = ((SqliteConnection)database.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)database.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = $"PRAGMA {pragma}";
        return (await command.ExecuteScalarAsync())!.ToString()!;
    }
}
