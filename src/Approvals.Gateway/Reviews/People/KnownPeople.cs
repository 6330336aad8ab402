using System.Collections.Frozen;
using Approvals.Gateway.Storage.People;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews.People;

/// <summary>
/// Those who signed in with the identity provider, as the database last had them. What a person may do is asked for every decision,
/// release and live event: here it costs no read.
/// </summary>
internal sealed class KnownPeople(PeopleStore store, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private volatile FrozenDictionary<string, Known> people = FrozenDictionary<string, Known>.Empty;

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

    /// <summary>Reads everybody anew, here and after whatever another replica wrote.</summary>
    public async Task ReadAsync(CancellationToken stop)
    {
        // One after the other: a slow reader must not put back what a later one replaced.
        await turn.WaitAsync(stop);
        try
        {
            var rows = await store.ListAsync(clock.GetUtcNow(), stop);
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
