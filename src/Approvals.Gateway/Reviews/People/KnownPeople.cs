using System.Collections.Frozen;
using System.Security.Cryptography;
using Approvals.Gateway.Storage.People;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews.People;

/// <summary>
/// Those who signed in with the identity provider, the tokens that people made, and who is away, as the database last had them. What a person may do is asked for every decision,
/// release and live event: here it costs no read.
/// </summary>
internal sealed class KnownPeople(PeopleStore store, TokenStore tokens, AwayStore absences, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private volatile FrozenDictionary<string, Known> people = FrozenDictionary<string, Known>.Empty;
    private volatile IReadOnlyList<TokenRow> made = [];
    private volatile IReadOnlyList<AwayRow> away = [];

    public IEnumerable<Reviewer> All
    {
        get
        {
            var now = clock.GetUtcNow();
            return people.Values.Where(known => now < known.Until).Select(known => known.Person);
        }
    }

    /// <summary>The person, while what their last sign-in gave them lasts.</summary>
    public Reviewer? Find(string id) => people.TryGetValue(id, out var known) && clock.GetUtcNow() < known.Until ? known.Person : null;

    /// <summary>The tokens that people made for programs and that open something now, the newest first.</summary>
    public IEnumerable<TokenRow> Tokens => made.Where(token => clock.GetUtcNow() < token.ValidUntil);

    /// <summary>Who is away now.</summary>
    public IEnumerable<AwayRow> Away => away.Where(row => clock.GetUtcNow() < row.Until);

    /// <summary>Whose token has this hash, 32 bytes; null if nobody's. Everybody's is compared, so that the time does not tell which one was close.</summary>
    public string? FindOwner(ReadOnlySpan<byte> hash)
    {
        string? owner = null;
        foreach (var token in Tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(Convert.FromHexString(token.Sha256), hash))
            {
                owner = token.PersonId;
            }
        }

        return owner;
    }

    /// <summary>Reads everybody anew, here and after whatever another replica wrote.</summary>
    public async Task ReadAsync(CancellationToken stop)
    {
        // One after the other: a slow reader must not put back what a later one replaced.
        await turn.WaitAsync(stop);
        try
        {
            var rows = await store.ListAsync(clock.GetUtcNow(), stop);
            away = await absences.ListAsync(clock.GetUtcNow(), stop);
            made = await tokens.ListAsync(clock.GetUtcNow(), stop);
            people = rows.ToFrozenDictionary(row => row.Id, row => new Known(PersonOf(row), row.ValidUntil), StringComparer.Ordinal);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private static Reviewer PersonOf(PersonRow row) =>
        new(row.Id, row.Email, [.. PeopleStore.Lines(row.Groups)], [.. PeopleStore.Lines(row.Roles).Select(RoleNames.Of)])
        {
            OtherAddresses = [.. PeopleStore.Lines(row.OtherAddresses)],
        };

    private sealed record Known(Reviewer Person, DateTimeOffset Until);
}
