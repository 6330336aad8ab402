using Approvals.Gateway.Storage.People;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews.People;

/// <summary>
/// People say that they are away, and who decides in their stead: somebody who may decide anyhow, and who until then is asked wherever they
/// are, by group or by name. One voice it stays, and it counts in one place: their own, or else that of one who is away.
/// </summary>
internal sealed class AwayDesk(AwayStore store, KnownPeople known, ReviewerBook reviewers, TimeProvider clock)
{
    /// <summary>For how many days.</summary>
    public static readonly IReadOnlyList<int> Days = [1, 3, 7, 14, 30];

    /// <summary>Until when the person is away, and who decides in their stead; null if they are there.</summary>
    public AwayRow? Find(Reviewer person) => known.Away.FirstOrDefault(row => row.PersonId == person.Id);

    /// <summary>Who can decide in the person's stead.</summary>
    public IReadOnlyList<string> Delegates(Reviewer person) =>
        [.. reviewers.All.Where(other => other.Id != person.Id && other.May(Right.Decide)).Select(other => other.Id).Order(StringComparer.Ordinal)];

    /// <summary>Notes that the person is away, or says why not. Null if it is done.</summary>
    public async Task<Refusal?> LeaveAsync(Reviewer person, string? days, string? delegateId)
    {
        if (!int.TryParse(days, out var count) || !Days.Contains(count))
        {
            return new Refusal(StatusCodes.Status400BadRequest, "bad_days", $"One is away for {string.Join(", ", Days)} days; come back and say it again, if it is longer.");
        }

        var other = string.IsNullOrEmpty(delegateId) ? null : delegateId;
        if (other is not null && !Delegates(person).Contains(other))
        {
            return new Refusal(StatusCodes.Status400BadRequest, "bad_delegate", "Only somebody else who may decide can do so in your stead.");
        }

        await SetAsync(person, clock.GetUtcNow() + TimeSpan.FromDays(count), other);
        return null;
    }

    /// <summary>Notes that the person is back.</summary>
    public Task ReturnAsync(Reviewer person) => SetAsync(person, clock.GetUtcNow(), null);

    private async Task SetAsync(Reviewer person, DateTimeOffset until, string? delegateId)
    {
        await store.SetAsync(person.Id, DateTimeOffset.FromUnixTimeMilliseconds(until.ToUnixTimeMilliseconds()), delegateId, clock.GetUtcNow());
        await known.ReadAsync(CancellationToken.None);
    }
}
