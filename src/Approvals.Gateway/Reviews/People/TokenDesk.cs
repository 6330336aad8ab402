using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Approvals.Gateway.Storage.People;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews.People;

/// <summary>Tokens that people make for programs of their own. They open the API and the hub, never the page: what a program has can make no other.</summary>
internal sealed class TokenDesk(TokenStore store, KnownPeople known, TimeProvider clock)
{
    /// <summary>The longest name, in UTF-16 code units.</summary>
    public const int LongestName = 60;

    /// <summary>How many days they may last.</summary>
    public static readonly IReadOnlyList<int> Days = [1, 7, 30, 90];

    /// <summary>How long a token that was rotated goes on, so that its program can be given the new one.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    // For those who look for secrets in logs and repositories.
    private const string Prefix = "apv_";

    /// <summary>Makes one and tells it, for the only time; or says why not.</summary>
    public async Task<(string? Token, Refusal? Refusal)> MakeAsync(Reviewer person, string? name, string? days)
    {
        var words = name?.Trim() ?? "";
        if (words.Length is 0 or > LongestName || words.Any(char.IsControl))
        {
            return (null, new Refusal(StatusCodes.Status400BadRequest, "bad_name", $"Give the token a name of 1 to {LongestName} characters, such as the program's."));
        }

        if (!int.TryParse(days, out var count) || !Days.Contains(count))
        {
            return (null, new Refusal(StatusCodes.Status400BadRequest, "bad_days", $"A token lasts {string.Join(", ", Days)} days."));
        }

        var (token, row) = New(person, words, TimeSpan.FromDays(count));
        if (!await store.AddAsync(row))
        {
            return (null, new Refusal(StatusCodes.Status409Conflict, "too_many_tokens", $"{TokenStore.MostOfAPerson} tokens are the most. Revoke one that is not used."));
        }

        await known.ReadAsync(CancellationToken.None);
        return (token, null);
    }

    /// <summary>Makes another in the place of one of the person's, and tells it, for the only time; or says why not.</summary>
    public async Task<(string? Token, Refusal? Refusal)> RotateAsync(Reviewer person, string id)
    {
        if (known.Tokens.FirstOrDefault(row => row.Id == id && row.PersonId == person.Id) is not { } old)
        {
            return (null, NoSuchToken);
        }

        var (token, row) = New(person, old.Name, old.ValidUntil - old.MadeAt);
        var isReplaced = await store.ReplaceAsync(id, row, clock.GetUtcNow() + Overlap);
        await known.ReadAsync(CancellationToken.None);
        return isReplaced ? (token, null) : (null, NoSuchToken);
    }

    /// <summary>Ends one at once: the person's own, or anybody's where they may. Null if it is done.</summary>
    public async Task<Refusal?> RevokeAsync(Reviewer person, string id)
    {
        var isEnded = await store.EndAsync(id, person.Id, person.May(Right.RevokeTokens), clock.GetUtcNow());
        await known.ReadAsync(CancellationToken.None);
        return isEnded ? null : NoSuchToken;
    }

    /// <summary>The person's own that open something now; everybody's where they may revoke those.</summary>
    public IReadOnlyList<TokenRow> List(Reviewer person) =>
        [.. known.Tokens.Where(row => row.PersonId == person.Id || person.May(Right.RevokeTokens))];

    private static Refusal NoSuchToken { get; } = new(StatusCodes.Status404NotFound, "no_such_token", "There is no such token of yours any more.");

    private (string Token, TokenRow Row) New(Reviewer person, string name, TimeSpan length)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        return (token, new TokenRow
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            PersonId = person.Id,
            Name = name,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))),
            MadeAt = now,
            ValidUntil = now + length,
        });
    }
}
