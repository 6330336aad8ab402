using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Gateway.Reviews.People;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews;

/// <summary>Everybody who may look at or decide requests, by id and by the hash of their token.</summary>
internal sealed class ReviewerBook
{
    /// <summary>The demo's built-in reviewer, for whom the sign-in link is.</summary>
    public const string Local = "local";

    private const string Scheme = "Bearer ";

    private readonly Dictionary<string, Reviewer> people = new(StringComparer.Ordinal);
    private readonly List<(byte[] TokenHash, Reviewer Person)> tokens = [];
    private readonly Dictionary<(string Where, string Name), string> elsewhere = [];
    private readonly KnownPeople known;

    public ReviewerBook(IReadOnlyDictionary<string, ReviewerOptions> reviewers, bool isDemo, KnownPeople known)
    {
        this.known = known;
        foreach (var (id, options) in reviewers)
        {
            var person = new Reviewer(id, options.Email, [.. options.Groups], [.. options.Roles.Select(RoleNames.Of)]);
            people.Add(id, person);
            foreach (var (where, name) in options.NamesElsewhere)
            {
                elsewhere[(where, name)] = id;
            }

            if (options.TokenSha256 is { } hash)
            {
                tokens.Add((Convert.FromHexString(hash), person));
            }
        }

        if (isDemo)
        {
            people.TryAdd(Local, new Reviewer(Local, null, ImmutableArray<string>.Empty, [Role.Reviewer]));
        }
    }

    /// <summary>Everybody, in no order.</summary>
    public IEnumerable<Reviewer> All => people.Values.Concat(known.All).Select(InOthersStead);

    /// <summary>Whether the person has said that they are away.</summary>
    public bool IsAway(string id) => known.Away.Any(away => away.PersonId == id);

    /// <summary>What a person is called in another program, or null: <paramref name="where"/> is the program's one word.</summary>
    public string? NameElsewhere(string id, string where) => elsewhere.FirstOrDefault(known => known.Key.Where == where && known.Value == id).Key.Name;

    /// <summary>The person whom another program calls by this name.</summary>
    public Reviewer? FindElsewhere(string where, string name) => elsewhere.TryGetValue((where, name), out var id) ? Find(id) : null;

    /// <summary>The person with this e-mail address. Whoever asks must know that it is theirs.</summary>
    public Reviewer? FindByEmail(string email) =>
        (FindConfiguredByEmail(email) ?? known.All.FirstOrDefault(person => HasAddress(person, email))) is { } found ? InOthersStead(found) : null;

    /// <summary>The same, of those in the configuration alone.</summary>
    public Reviewer? FindConfiguredByEmail(string email) => people.Values.FirstOrDefault(person => HasAddress(person, email));

    /// <summary>Whether the configuration has somebody of this name.</summary>
    public bool IsConfigured(string name) => people.Keys.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The person as they are at this instant: whoever acts on what they said before asks again.</summary>
    public Reviewer? Find(string id) => FindAlone(id) is { } person ? InOthersStead(person) : null;

    private Reviewer? FindAlone(string id) => people.GetValueOrDefault(id) ?? known.Find(id);

    private Reviewer InOthersStead(Reviewer person) => person with
    {
        InSteadOf =
        [
            .. known.Away.Where(away => away.DelegateId == person.Id).Select(away => FindAlone(away.PersonId)).OfType<Reviewer>().Where(other => other.May(Right.Decide)),
        ],
    };

    /// <summary>The person of one <c>Bearer</c> token as the Authorization header carries it: their own, or one that they made for a program.</summary>
    public Reviewer? FindByAuthorization(string? header)
    {
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var hash = HashOf(header[Scheme.Length..]);
        return FindByHash(hash) ?? (known.FindOwner(hash) is { } owner ? Find(owner) : null);
    }

    /// <summary>The person whose own token this is. What they made for a program is nobody's here.</summary>
    public Reviewer? FindByToken(string token) => FindByHash(HashOf(token));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    // Everybody is compared, so that the time does not tell whose token was close.
    private Reviewer? FindByHash(byte[] hash)
    {
        Reviewer? found = null;
        foreach (var (known, person) in tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
            {
                found = person;
            }
        }

        return found is null ? null : InOthersStead(found);
    }

    private static bool HasAddress(Reviewer person, string email) => string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase);
}
