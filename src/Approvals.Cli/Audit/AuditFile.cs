using Approvals.Audit;
using Microsoft.Data.Sqlite;

namespace Approvals.Cli.Audit;

/// <summary>The audit as it lies in the gateway's database. It is only read, and the gateway may go on writing.</summary>
internal static class AuditFile
{
    private const string Query = """SELECT "Sequence", "At", "Kind", "RequestId", "Actor", "DetailJson", "Seal", "Hash" FROM "Audit" ORDER BY "Sequence" """;

    /// <summary>Every row by sequence, as of the moment at which the reading began.</summary>
    /// <exception cref="SqliteException">The file is no database of the gateway's, or cannot be read.</exception>
    public static IEnumerable<AuditLink> Read(string path)
    {
        // Not from a pool: the file is left alone once it is read.
        var how = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(how.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Query;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return LinkOf(rows);
        }
    }

    // SQLite keeps a value of any type in any column: one of another type than the gateway writes is no row of the gateway's.
    private static AuditLink LinkOf(SqliteDataReader row) =>
        row.GetValue(1) is long at
        && row.GetValue(2) is string kind
        && row.GetValue(4) is string actor
        && row.GetValue(5) is string detail
        && row.GetValue(7) is string hash
        && row.GetValue(3) is string or DBNull
        && row.GetValue(6) is string or DBNull
            ? new AuditLink(new AuditEntry(row.GetInt64(0), at, kind, row.GetValue(3) as string, actor, detail, row.GetValue(6) as string), hash)
            : new AuditLink(new AuditEntry(row.GetInt64(0), 0, "", null, "", "", null), "");
}
