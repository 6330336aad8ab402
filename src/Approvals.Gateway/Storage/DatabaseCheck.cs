using Approvals.Gateway.Configuration;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>Whether the database opens and has this version's tables, and whether the clock stands behind what was written last. It is only read.</summary>
internal static class DatabaseCheck
{
    private const string Subject = "database";
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<Diagnosis>> LookAsync(string connectionString, DateTimeOffset now, CancellationToken stop)
    {
        var how = new SqliteConnectionStringBuilder(connectionString);
        if (!File.Exists(how.DataSource))
        {
            return [new Diagnosis.Doubtful(Subject, $"{how.DataSource} is not there yet; the gateway makes it at its first start. If there was one before, restore it, or name it in Storage:ConnectionString.")];
        }

        try
        {
            await using var database = new ApprovalsDb(new DbContextOptionsBuilder<ApprovalsDb>().UseSqlite(ReadOnly(how)).Options);
            var applied = (await database.Database.GetAppliedMigrationsAsync(stop)).ToList();
            var known = database.Database.GetMigrations().ToList();
            return MigrationProblem(how.DataSource, applied, known) is { } problem
                ? [problem]
                : [new Diagnosis.Fine(Subject, $"{how.DataSource} opens, and has every table of this version."), await ClockAsync(database, now, stop)];
        }
        catch (SqliteException unreadable)
        {
            return [new Diagnosis.Broken(Subject, $"{how.DataSource} cannot be read: {unreadable.Message} Restore it from a backup, or give it to the user that the gateway runs as.")];
        }
    }

    // Not from a pool: the file is left alone once it is read. While nobody has it open there is no log beside it, and SQLite would make one,
    // which the gateway's user could not write to if somebody else looks.
    private static string ReadOnly(SqliteConnectionStringBuilder how) => new SqliteConnectionStringBuilder
    {
        DataSource = File.Exists(how.DataSource + "-wal") ? how.DataSource : $"{new Uri(Path.GetFullPath(how.DataSource)).AbsoluteUri}?immutable=1",
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
    }.ToString();

    private static Diagnosis? MigrationProblem(string file, List<string> applied, List<string> known) =>
        applied.Except(known).LastOrDefault() is { } newer
            ? new Diagnosis.Broken(Subject, $"{file} was written by a newer version (it has {newer}); start that version, or restore a backup from before it.")
        : applied.Count == 0
            ? new Diagnosis.Broken(Subject, $"{file} is a database, and has nothing of the gateway's; name the right one in Storage:ConnectionString.")
        : known.Except(applied).Count() is > 0 and var missing
            ? new Diagnosis.Doubtful(Subject, $"{file} lacks {missing} of {known.Count} steps of its schema; the gateway makes them at its next start. Keep a backup until then.")
        : null;

    private static async Task<Diagnosis> ClockAsync(ApprovalsDb database, DateTimeOffset now, CancellationToken stop)
    {
        var last = await database.Audit.OrderByDescending(row => row.Sequence).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(stop);
        return last > now + Tolerance
            ? new Diagnosis.Broken("clock", $"it says {now:u}, and the audit's last row is of {last:u}; set the clock, or what expired waits again.")
            : new Diagnosis.Fine("clock", $"it says {now:u}, and nothing was recorded later than that.");
    }
}
