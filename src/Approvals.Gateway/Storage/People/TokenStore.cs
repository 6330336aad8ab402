using System.Text.Json;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.People;

/// <summary>The tokens that people made for programs. Each change is one transaction with its audit row.</summary>
internal sealed class TokenStore(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes, AuditTrail trail, InstallationKey key)
{
    /// <summary>How many one person has at a time.</summary>
    public const int MostOfAPerson = 20;

    /// <summary>Those that open something then, the newest first. A row that was changed from outside opens nothing.</summary>
    public async Task<IReadOnlyList<TokenRow>> ListAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = await database.Tokens.AsNoTracking().Where(row => row.ValidUntil > now).OrderByDescending(row => row.MadeAt).ThenBy(row => row.Id).ToListAsync(stop);
        return [.. rows.Where(row => row.Seal == row.SealOf(key))];
    }

    /// <summary>Writes down a new one. False if the person has as many as they may.</summary>
    public Task<bool> AddAsync(TokenRow token) => writes.RunAsync(async database =>
    {
        if (await database.Tokens.CountAsync(row => row.PersonId == token.PersonId && row.ValidUntil > token.MadeAt) >= MostOfAPerson)
        {
            return false;
        }

        await AddAsync(database, token, "token.made", []);
        return true;
    });

    /// <summary>Puts <paramref name="successor"/> in the place of one of its person's, which ends a little later. False if there is none to replace.</summary>
    public Task<bool> ReplaceAsync(string id, TokenRow successor, DateTimeOffset end) => writes.RunAsync(async database =>
    {
        if (await FindAsync(database, id, successor.MadeAt) is not { } row || row.PersonId != successor.PersonId)
        {
            return false;
        }

        EndAt(row, row.ValidUntil < end ? row.ValidUntil : end);
        await AddAsync(database, successor, "token.rotated", new() { ["instead"] = id });
        return true;
    });

    /// <summary>Ends one at once, by its person or by <paramref name="by"/>, who looks after everybody's if <paramref name="isForAll"/>. False if there is none.</summary>
    public Task<bool> EndAsync(string id, string by, bool isForAll, DateTimeOffset now) => writes.RunAsync(async database =>
    {
        if (await FindAsync(database, id, now) is not { } row || !(isForAll || row.PersonId == by))
        {
            return false;
        }

        EndAt(row, now);
        await database.SaveChangesAsync();
        await trail.AppendAsync(database, [Audit("token.revoked", by, now, new() { ["token"] = id, ["of"] = row.PersonId })]);
        return true;
    });

    private async Task AddAsync(ApprovalsDb database, TokenRow token, string kind, Dictionary<string, string> detail)
    {
        token.Seal = token.SealOf(key);
        database.Tokens.Add(token);
        await database.SaveChangesAsync();
        detail["token"] = token.Id;
        detail["until"] = token.ValidUntil.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        await trail.AppendAsync(database, [Audit(kind, token.PersonId, token.MadeAt, detail)]);
    }

    private static Task<TokenRow?> FindAsync(ApprovalsDb database, string id, DateTimeOffset now) =>
        database.Tokens.FirstOrDefaultAsync(row => row.Id == id && row.ValidUntil > now);

    private void EndAt(TokenRow row, DateTimeOffset at)
    {
        row.ValidUntil = at;
        row.Seal = row.SealOf(key);
    }

    private static AuditRow Audit(string kind, string actor, DateTimeOffset now, Dictionary<string, string> detail) => new()
    {
        At = now,
        Kind = kind,
        Actor = actor,
        DetailJson = JsonSerializer.Serialize(detail, StorageJson.Default.DictionaryStringString),
    };
}
