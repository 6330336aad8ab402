using System.Text.Json;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage.Records;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage.People;

/// <summary>Who signed in with the identity provider, with which roles and until when. Each change is one transaction with its audit row.</summary>
internal sealed class PeopleStore(IDbContextFactory<ApprovalsDb> databases, WriteQueue writes, AuditTrail trail, InstallationKey key)
{
    private const char Line = '\n';

    /// <summary>Those whose time has not ended by then. A row that was changed from outside gives nobody anything.</summary>
    public async Task<IReadOnlyList<PersonRow>> ListAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = await database.People.AsNoTracking().Where(row => row.ValidUntil > now).ToListAsync(stop);
        return [.. rows.Where(row => row.Seal == row.SealOf(key))];
    }

    /// <summary>
    /// Writes down that a person has signed in, and returns their id. It is the one they have had since the first time, whatever their
    /// address is now; and whoever had the address with another account before is signed in no more: one person, one voice.
    /// </summary>
    public Task<string> ArriveAsync(Arrival arrival, DateTimeOffset now, DateTimeOffset until) => writes.RunAsync(async database =>
    {
        if (arrival.Email is { } email)
        {
            await EndAsync(database, row => row.Email == email && row.ValidUntil > now && !(row.Issuer == arrival.Issuer && row.Subject == arrival.Subject), now);
        }

        var row = await FindAsync(database, arrival.Issuer, arrival.Subject) ?? await AddAsync(database, arrival, now);
        var others = Lines(row.OtherAddresses).Append(row.Email).Append(arrival.UnverifiedEmail).OfType<string>();
        row.OtherAddresses = string.Join(Line, others.Where(address => address != arrival.Email).Distinct(StringComparer.OrdinalIgnoreCase));
        row.Email = arrival.Email;
        row.Groups = string.Join(Line, arrival.Groups);
        row.Roles = string.Join(Line, arrival.Roles);
        (row.SignedInAt, row.ValidUntil) = (now, until);
        row.Seal = row.SealOf(key);
        await database.SaveChangesAsync();
        await trail.AppendAsync(database, [Audit("person.signed_in", row.Id, now, new()
        {
            ["issuer"] = row.Issuer, ["subject"] = row.Subject, ["roles"] = row.Roles.Replace(Line, ' '), ["groups"] = row.Groups.Replace(Line, ' '),
        })]);
        return row.Id;
    });

    /// <summary>Ends what a person had from an earlier sign-in. Returns whether they had anything.</summary>
    public Task<bool> EndAsync(string issuer, string subject, DateTimeOffset now) => writes.RunAsync(database =>
        EndAsync(database, row => row.Issuer == issuer && row.Subject == subject && row.ValidUntil > now, now));

    public static IReadOnlyList<string> Lines(string text) => text.Split(Line, StringSplitOptions.RemoveEmptyEntries);

    private async Task<bool> EndAsync(ApprovalsDb database, System.Linq.Expressions.Expression<Func<PersonRow, bool>> whom, DateTimeOffset now)
    {
        var rows = await database.People.Where(whom).ToListAsync();
        foreach (var row in rows)
        {
            row.ValidUntil = now;
            row.Seal = row.SealOf(key);
        }

        await database.SaveChangesAsync();
        await trail.AppendAsync(database, [.. rows.Select(row => Audit("person.ended", row.Id, now, []))]);
        return rows.Count > 0;
    }

    private static Task<PersonRow?> FindAsync(ApprovalsDb database, string issuer, string subject) =>
        database.People.FirstOrDefaultAsync(row => row.Issuer == issuer && row.Subject == subject);

    private static async Task<PersonRow> AddAsync(ApprovalsDb database, Arrival arrival, DateTimeOffset now)
    {
        var names = PersonId.Candidates(arrival.Issuer, arrival.Subject, arrival.Email).ToList();
        var taken = await database.People.Where(row => names.Contains(row.Id)).Select(row => row.Id).ToListAsync();
        var row = new PersonRow
        {
            Id = names.First(name => !taken.Contains(name)),
            Issuer = arrival.Issuer,
            Subject = arrival.Subject,
            OtherAddresses = "",
            Groups = "",
            Roles = "",
            SignedInAt = now,
            ValidUntil = now,
        };
        database.People.Add(row);
        return row;
    }

    private static AuditRow Audit(string kind, string actor, DateTimeOffset now, Dictionary<string, string> detail) => new()
    {
        At = now,
        Kind = kind,
        Actor = actor,
        DetailJson = JsonSerializer.Serialize(detail, StorageJson.Default.DictionaryStringString),
    };
}
