using System.Globalization;
using System.Text.Json;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.People;

/// <summary>Who is away. Each change is one transaction with its audit row.</summary>
internal sealed class AwayStore(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes, AuditTrail trail, InstallationKey key)
{
    /// <summary>Those who are away then. A row that was changed from outside says nothing.</summary>
    public async Task<IReadOnlyList<AwayRow>> ListAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = await database.Away.AsNoTracking().Where(row => row.Until > now).ToListAsync(stop);
        return [.. rows.Where(row => row.Seal == row.SealOf(key))];
    }

    /// <summary>Somebody is away until then; they are back if that is now.</summary>
    public Task<AwayRow> SetAsync(string personId, DateTimeOffset until, string? delegateId, DateTimeOffset now) => writes.RunAsync(async database =>
    {
        var row = await database.Away.FindAsync(personId);
        if (row is null)
        {
            row = new AwayRow { PersonId = personId, Until = until };
            database.Away.Add(row);
        }

        (row.Until, row.DelegateId) = (until, delegateId);
        row.Seal = row.SealOf(key);
        await database.SaveChangesAsync();
        await trail.AppendAsync(database, [Audit(row, now)]);
        return row;
    });

    private static AuditRow Audit(AwayRow row, DateTimeOffset now)
    {
        Dictionary<string, string> detail = [];
        if (row.Until > now)
        {
            detail["until"] = row.Until.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        }

        if (row.DelegateId is { } other)
        {
            detail["delegate"] = other;
        }

        return new AuditRow
        {
            At = now,
            Kind = row.Until > now ? "person.away" : "person.back",
            Actor = row.PersonId,
            DetailJson = JsonSerializer.Serialize(detail, StorageJson.Default.DictionaryStringString),
        };
    }
}
