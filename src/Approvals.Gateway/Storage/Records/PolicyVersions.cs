using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.Records;

/// <summary>Every version of a policy that was ever in force, so that a request's version can still be read a year later.</summary>
internal sealed class PolicyVersions(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes, AuditTrail trail)
{
    /// <summary>Keeps those of <paramref name="inForce"/> that are not the latest of their name yet, each with its audit row.</summary>
    public Task<int> NoteAsync(IReadOnlyList<PolicyVersionRow> inForce) => writes.RunAsync(async database =>
    {
        var names = inForce.Select(row => row.Name).ToList();
        var latest = await database.PolicyVersions.Where(row => names.Contains(row.Name))
            .GroupBy(row => row.Name)
            .Select(rows => rows.OrderByDescending(row => row.Sequence).First())
            .ToDictionaryAsync(row => row.Name, row => row.Version);
        var changed = inForce.Where(row => latest.GetValueOrDefault(row.Name) != row.Version).ToList();
        database.PolicyVersions.AddRange(changed);
        await database.SaveChangesAsync();
        if (changed.Count > 0)
        {
            await trail.AppendAsync(database, [.. changed.Select(AuditOf)]);
        }

        return changed.Count;
    });

    /// <summary>The versions of one policy, newest first.</summary>
    public async Task<IReadOnlyList<PolicyVersionRow>> ListAsync(string name, int limit, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.PolicyVersions.AsNoTracking()
            .Where(row => row.Name == name)
            .OrderByDescending(row => row.Sequence)
            .Take(limit)
            .ToListAsync(stop);
    }

    /// <summary>The text of a policy's version, or null if it was never noted.</summary>
    public async Task<string?> FindTextAsync(string name, string version, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.PolicyVersions.AsNoTracking()
            .Where(row => row.Name == name && row.Version == version)
            .Select(row => row.Text)
            .FirstOrDefaultAsync(stop);
    }

    private static AuditRow AuditOf(PolicyVersionRow row) => new()
    {
        At = row.At,
        Kind = "policy.in_force",
        Actor = "gateway",
        DetailJson = JsonSerializer.Serialize(new Dictionary<string, string> { ["policy"] = row.Name, ["version"] = row.Version }, StorageJson.Default.DictionaryStringString),
    };
}
