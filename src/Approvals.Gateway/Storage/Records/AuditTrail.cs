using System.Data.Common;
using Approvals.Audit;
using Approvals.Gateway.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Approvals.Gateway.Storage.Records;

/// <summary>Appends to the audit: each row is tied to the one before it, in the transaction in which it is written.</summary>
internal sealed class AuditTrail(WriteQueue writes, InstallationKey key)
{
    private const string Insert = """
        INSERT INTO "Audit" ("Sequence", "At", "Kind", "RequestId", "Actor", "DetailJson", "Seal", "Hash")
        VALUES (@Sequence, @At, @Kind, @RequestId, @Actor, @DetailJson, @Seal, @Hash)
        """;

    /// <summary>Writes rows that belong to no other change, in one transaction.</summary>
    public Task<AuditHead> WriteAsync(IReadOnlyList<AuditRow> rows) => writes.RunAsync(database => AppendAsync(database, rows));

    /// <summary>Adds rows to the transaction of <paramref name="database"/>. There is one writer, so nobody else appends meanwhile.</summary>
    public async Task<AuditHead> AppendAsync(ApprovalsDb database, IReadOnlyList<AuditRow> rows)
    {
        var head = await FindHeadAsync(database);
        // By hand: a thousand rows at a time go several times faster than as entities.
        await using var insert = database.Database.GetDbConnection().CreateCommand();
        insert.Transaction = database.Database.CurrentTransaction!.GetDbTransaction();
        insert.CommandText = Insert;
        foreach (var row in rows)
        {
            var entry = new AuditEntry(head.Sequence + 1, row.At.ToUnixTimeMilliseconds(), row.Kind, row.RequestId, row.Actor, row.DetailJson, row.Seal);
            head = new AuditHead(entry.Sequence, AuditChain.Hash(key.Key, head, entry));
            Fill(insert, entry, head.Hash);
            await insert.ExecuteNonQueryAsync();
        }

        return head;
    }

    private static async Task<AuditHead> FindHeadAsync(ApprovalsDb database) =>
        await database.Audit.OrderByDescending(row => row.Sequence).Select(row => new { row.Sequence, row.Hash }).FirstOrDefaultAsync() is { } last
            ? new AuditHead(last.Sequence, last.Hash)
            : AuditHead.None;

    private static void Fill(DbCommand insert, AuditEntry entry, string hash)
    {
        Set(insert, "@Sequence", entry.Sequence);
        Set(insert, "@At", entry.AtMilliseconds);
        Set(insert, "@Kind", entry.Kind);
        Set(insert, "@RequestId", entry.RequestId);
        Set(insert, "@Actor", entry.Actor);
        Set(insert, "@DetailJson", entry.DetailJson);
        Set(insert, "@Seal", entry.Seal);
        Set(insert, "@Hash", hash);
    }

    private static void Set(DbCommand command, string name, object? value)
    {
        if (!command.Parameters.Contains(name))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        command.Parameters[name].Value = value ?? DBNull.Value;
    }
}
