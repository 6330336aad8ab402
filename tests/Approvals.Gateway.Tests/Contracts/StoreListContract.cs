using System.Globalization;
using Approvals.Gateway.Storage;
using Approvals.Requests;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>What every store finds, and in which order.</summary>
public abstract class StoreListContract : StoreContract
{
    [Fact]
    public async Task A_list_is_newest_first_and_its_pages_meet_over_equal_times()
    {
        // Ids say nothing of the time; five times of four requests each.
        var ids = Enumerable.Range(0, 20).Select(number => string.Create(CultureInfo.InvariantCulture, $"{number * 7 % 20:x2}")).ToArray();
        foreach (var (number, id) in ids.Index())
        {
            await Store.OpenAsync(Asked.Request(id, minute: number / 4));
        }

        var expected = ids.Index().OrderByDescending(one => one.Index / 4).ThenByDescending(one => one.Item, StringComparer.Ordinal).Select(one => one.Item).ToList();
        for (var limit = 1; limit <= 21; limit += 5)
        {
            var seen = new List<string>();
            Place? before = null;
            while (await Store.ListAsync(null, before, limit, Go) is { Count: > 0 } page)
            {
                Assert.True(page.Count <= limit && seen.Count <= ids.Length);
                seen.AddRange(page.Select(request => request.Id));
                before = new Place(page[^1].CreatedAt, page[^1].Id);
            }

            Assert.Equal(expected, seen);
        }
    }

    [Fact]
    public async Task A_list_of_one_status_has_no_other()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await Store.OpenAsync(Asked.Request(id));
        }

        await Store.ApproveAsync("b");

        Assert.Equal(["c", "a"], (await Store.ListAsync(RequestStatus.Pending, null, 10, Go)).Select(request => request.Id));
        Assert.Equal(["b"], (await Store.ListAsync(RequestStatus.Approved, null, 10, Go)).Select(request => request.Id));
        Assert.Empty(await Store.ListAsync(RequestStatus.Denied, null, 10, Go));
    }

    [Fact]
    public async Task Equal_calls_are_found_oldest_first_until_they_are_over()
    {
        await Store.OpenAsync(Asked.Request("waits", minute: 3));
        await Store.OpenAsync(Asked.Request("other", minute: 2, callKey: "other"));
        await Store.OpenAsync(Asked.Request("approved", minute: 2));
        await Store.ApproveAsync("approved", minute: 3);
        await Store.OpenAsync(Asked.Request("ended", minute: 1));
        await Store.ApproveAsync("ended", minute: 3);
        await Store.MoveAsync("ended", request => request.Release(request.Terms, Asked.Person, Asked.At(4)));
        await Store.MoveAsync("ended", request => request.Complete(Outcome.Completed, "{}", Asked.At(20)));
        await Store.OpenAsync(Asked.Request("denied", minute: 0));
        await Store.MoveAsync("denied", request => request.Decide(Asked.Bob, Choice.Deny, null, Asked.Print, "api", Asked.At(6), Asked.Claim));

        Assert.Equal(["denied", "ended", "approved", "waits"], await EqualAsync(since: 6));
        Assert.Equal(["ended", "approved", "waits"], await EqualAsync(since: 6.001));
        Assert.Equal(["ended", "approved", "waits"], await EqualAsync(since: 20));
        Assert.Equal(["approved", "waits"], await EqualAsync(since: 20.001));
    }

    [Fact]
    public async Task Time_has_to_move_what_is_past_its_expiry_or_its_claim_and_nothing_else()
    {
        await Store.OpenAsync(Asked.Request("pending"));
        await Store.OpenAsync(Asked.Request("approved"));
        await Store.ApproveAsync("approved");
        await Store.OpenAsync(Asked.Request("released"));
        await Store.ApproveAsync("released");
        await Store.MoveAsync("released", request => request.Release(request.Terms, Asked.Person, Asked.At(2)));
        await Store.OpenAsync(Asked.Request("denied"));
        await Store.MoveAsync("denied", request => request.Decide(Asked.Bob, Choice.Deny, null, Asked.Print, "api", Asked.At(1), Asked.Claim));

        Assert.Empty(await Store.FindOverdueAsync(Asked.At(16).AddMilliseconds(-1), Go));
        Assert.Equal(["approved"], await Store.FindOverdueAsync(Asked.At(16), Go));
        Assert.Equal(["approved"], await Store.FindOverdueAsync(Asked.At(30).AddMilliseconds(-1), Go));
        Assert.Equal(["approved", "pending"], (await Store.FindOverdueAsync(Asked.At(30), Go)).Order(StringComparer.Ordinal));

        await Store.MoveAsync("approved", request => request.Lapse(Asked.At(30)));
        await Store.MoveAsync("pending", request => request.Expire(Asked.At(30), Asked.Claim));
        Assert.Empty(await Store.FindOverdueAsync(Asked.At(1000), Go));
        Assert.Equal(["released"], await Store.FindReleasedWithoutOutcomeAsync(Go));
    }

    [Fact]
    public async Task What_was_resolved_since_is_found()
    {
        await Store.OpenAsync(Asked.Request("a"));
        await Store.OpenAsync(Asked.Request("b"));
        await Store.ApproveAsync("a", minute: 2);

        Assert.Equal(["a"], await Store.FindResolvedAsync(Asked.At(2), Go));
        Assert.Empty(await Store.FindResolvedAsync(Asked.At(2).AddMilliseconds(1), Go));
    }

    private async Task<IEnumerable<string>> EqualAsync(double since) => (await Store.FindEqualAsync("key", Asked.At(since), Go)).Select(request => request.Id);
}
