using System.Text;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Approvals.Requests;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>What somebody with the database alone can read of requests, and what they can change: nothing that runs.</summary>
public sealed class SealedRecordsTests : IAsyncLifetime
{
    private const string Marker = "m4rk3r-of-a-secret";
    private static readonly CancellationToken Go = CancellationToken.None;
    private SqliteStorage _storage = null!;

    public async ValueTask InitializeAsync() => _storage = await SqliteStorage.StartAsync();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Texts_of_agents_and_upstreams_are_nowhere_in_the_database_in_the_clear()
    {
        await CompletedAsync("a");

        Assert.Contains(Marker, (await FindAsync("a")).Asked.ArgumentsJson, StringComparison.Ordinal);
        Assert.Contains(Marker, (await FindAsync("a")).AnswerJson, StringComparison.Ordinal);
        AssertNowhere(Marker);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{ "spaced" :  "é 漢 \ud83d\ude00" }""")]
    public async Task Texts_come_back_to_the_letter(string? arguments)
    {
        await _storage.Store.OpenAsync(Asked.Request("a", arguments: arguments));

        Assert.Equal(arguments, (await FindAsync("a")).Asked.ArgumentsJson);
        Assert.Equal(arguments, Assert.Single(await _storage.Store.ListAsync(null, null, 10, Go)).Asked.ArgumentsJson);
    }

    [Fact]
    public async Task Erasing_leaves_the_record_and_the_audit_and_nothing_else()
    {
        await CompletedAsync("a");
        await _storage.Store.OpenAsync(Asked.Request("other"));
        var audited = await _storage.CountAsync(database => database.Audit);

        await _storage.Store.MoveAsync("a", request => request.Erase(Asked.At(9), Asked.Claim));
        await _storage.Store.ForgetDeletedAsync();

        var erased = await FindAsync("a");
        Assert.Equal((ContentState.Erased, Asked.At(9)), (erased.Content, erased.ErasedAt));
        Assert.Equal((RequestStatus.Approved, Outcome.Completed, null, null), (erased.Status, erased.Outcome, erased.AnswerJson, erased.Asked.ArgumentsJson));
        Assert.Equal("pay", erased.Asked.Tool);
        Assert.Equal(audited + 1, await _storage.CountAsync(database => database.Audit));
        Assert.Equal(0, await _storage.CountAsync(database => database.Contents.Where(row => row.RequestId == "a")));
        Assert.Equal(ContentState.Whole, (await FindAsync("other")).Content);
    }

    [Fact]
    public async Task What_was_erased_is_not_left_in_free_pages_or_in_the_log()
    {
        await CompletedAsync("a");
        var sealedBytes = (await ContentsAsync())[^1].Sealed;
        AssertSomewhere(sealedBytes);

        await _storage.Store.MoveAsync("a", request => request.Erase(Asked.At(9), Asked.Claim));
        await _storage.Store.ForgetDeletedAsync();

        Assert.DoesNotContain(Files(), bytes => bytes.AsSpan().IndexOf(sealedBytes.AsSpan(0, 64)) >= 0);
    }

    [Fact]
    public async Task Content_that_is_missing_or_was_moved_from_another_request_is_unreadable()
    {
        await _storage.Store.OpenAsync(Asked.Request("a"));
        await _storage.Store.OpenAsync(Asked.Request("b"));

        await TamperAsync("UPDATE Contents SET Sealed = (SELECT Sealed FROM Contents WHERE RequestId = 'b') WHERE RequestId = 'a'; DELETE FROM Contents WHERE RequestId = 'b'");

        Assert.Equal((ContentState.Unreadable, ContentState.Unreadable), ((await FindAsync("a")).Content, (await FindAsync("b")).Content));
        Assert.IsType<DecisionAnswer.NotAllowed>(await _storage.Store.ApproveAsync("a"));
    }

    [Theory]
    [InlineData("UPDATE Requests SET Status = 'Approved'")]
    [InlineData("UPDATE Requests SET Asked_Fingerprint = 'another'")]
    [InlineData("UPDATE Requests SET Asked_Owner = 'eve@example.com'")]
    [InlineData("UPDATE Requests SET Terms = replace(Terms, '2', '1')")]
    [InlineData("UPDATE Requests SET ExpiresAt = ExpiresAt + 60000")]
    [InlineData("UPDATE Requests SET Seal = NULL")]
    [InlineData("UPDATE Decisions SET Reviewer = 'carol'")]
    [InlineData("UPDATE Decisions SET Choice = 'Deny'")]
    [InlineData("UPDATE Decisions SET Remember = 1")]
    [InlineData("DELETE FROM Decisions")]
    [InlineData("INSERT INTO Decisions (RequestId, Reviewer, Choice, At, Via) SELECT RequestId, 'carol', Choice, At, Via FROM Decisions")]
    [InlineData("UPDATE Requests SET Settlement_Reviewer = 'carol', Settlement_Finding = 'DidNotRun', Settlement_Reason = 'x', Settlement_Via = 'web', Settlement_At = CreatedAt")]
    [InlineData("UPDATE Requests SET Withdrawal_Person = 'alice', Withdrawal_Via = 'web', Withdrawal_At = CreatedAt")]
    [InlineData("UPDATE Requests SET NarrowedFrom = 'b'")]
    [InlineData("UPDATE Requests SET NarrowedBy = 'bob'")]
    [InlineData("UPDATE Requests SET NarrowedTo = 'b'")]
    [InlineData("UPDATE Requests SET FirstReminder = CreatedAt")]
    [InlineData("DELETE FROM Audit WHERE Sequence = 2")]
    public async Task A_record_that_was_changed_in_the_database_is_known_everywhere(string tampering)
    {
        await _storage.Store.OpenAsync(Asked.Request("a", quorum: 2));
        await _storage.Store.ApproveAsync("a");
        Assert.Equal(ContentState.Whole, (await FindAsync("a")).Content);

        await TamperAsync(tampering);

        Assert.Equal(ContentState.Altered, (await FindAsync("a")).Content);
        Assert.Equal(ContentState.Altered, Assert.Single(await _storage.Store.ListAsync(null, null, 10, Go)).Content);
        Assert.Equal(ContentState.Altered, Assert.Single(await _storage.Store.FindEqualAsync("key", Asked.At(0), Go)).Content);
    }

    [Fact]
    public async Task H61_a_pending_request_that_was_approved_in_the_database_is_not_released()
    {
        await _storage.Store.OpenAsync(Asked.Request("a"));
        await TamperAsync($"""
            UPDATE Requests SET Status = 'Approved', ResolvedAt = CreatedAt, ClaimableUntil = CreatedAt + 900000, Version = Version + 2;
            INSERT INTO Decisions (RequestId, Reviewer, Choice, At, Via) VALUES ('a', 'bob', 'Approve', {Asked.At(1).ToUnixTimeMilliseconds()}, 'web')
            """);

        var answer = await _storage.Store.MoveAsync("a", request => request.Release(request.Terms, Asked.Person, Asked.At(2)));

        Assert.Equal(new ReleaseAnswer.Unsafe(ContentState.Altered), answer);
        Assert.Null((await FindAsync("a")).ReleasedAt);
    }

    [Fact]
    public async Task A_change_does_not_make_an_altered_record_genuine()
    {
        await _storage.Store.OpenAsync(Asked.Request("a"));
        await TamperAsync("UPDATE Requests SET Asked_Owner = 'eve@example.com'");

        await _storage.Store.MoveAsync("a", request => request.Expire(Asked.At(30), Asked.Claim));

        var found = await FindAsync("a");
        Assert.Equal((RequestStatus.Expired, ContentState.Altered), (found.Status, found.Content));
    }

    [Fact]
    public async Task An_earlier_state_that_is_put_back_does_not_run_a_second_time()
    {
        await _storage.Store.OpenAsync(Asked.Request("a"));
        await _storage.Store.ApproveAsync("a");
        await TamperAsync("CREATE TABLE Copy AS SELECT * FROM Requests");
        Assert.IsType<ReleaseAnswer.Released>(await _storage.Store.MoveAsync("a", request => request.Release(request.Terms, Asked.Person, Asked.At(2))));

        await TamperAsync("PRAGMA foreign_keys=OFF; DELETE FROM Requests; INSERT INTO Requests SELECT * FROM Copy; PRAGMA foreign_keys=ON");

        Assert.Null((await FindAsync("a")).ReleasedAt);
        Assert.IsType<ReleaseAnswer.Unsafe>(await _storage.Store.MoveAsync("a", request => request.Release(request.Terms, Asked.Person, Asked.At(3))));
    }

    [Fact]
    public async Task Without_the_keys_requests_are_unreadable_and_time_still_passes_for_them()
    {
        await _storage.Store.OpenAsync(Asked.Request("a"));
        Directory.Delete(Path.Combine(_storage.Folder, "keys"), recursive: true);
        await _storage.RestartAsync();

        Assert.Equal(ContentState.Unreadable, (await FindAsync("a")).Content);
        Assert.IsType<DecisionAnswer.NotAllowed>(await _storage.Store.ApproveAsync("a"));
        await _storage.Store.MoveAsync("a", request => request.Expire(Asked.At(30), Asked.Claim));
        Assert.Equal(RequestStatus.Expired, (await FindAsync("a")).Status);
        Assert.True(await _storage.Store.OpenAsync(Asked.Request("b")));
        Assert.Equal(ContentState.Whole, (await FindAsync("b")).Content);
    }

    private async Task CompletedAsync(string id)
    {
        await _storage.Store.OpenAsync(Asked.Request(id, arguments: $$"""{"note":"{{Marker}}"}"""));
        await _storage.Store.ApproveAsync(id);
        await _storage.Store.MoveAsync(id, request => request.Release(request.Terms, Asked.Person, Asked.At(2)));
        await _storage.Store.MoveAsync(id, request => request.Complete(Outcome.Completed, $$"""{"result":"{{Marker}}"}""", Asked.At(3)));
    }

    private async Task<ApprovalRequest> FindAsync(string id) => (await _storage.Store.FindAsync(id, Go))!;

    private Task<int> TamperAsync(string sql) => _storage.TamperAsync(sql);

    private async Task<List<ContentRow>> ContentsAsync()
    {
        await using var database = await _storage.OpenAsync();
        return await database.Contents.AsNoTracking().ToListAsync();
    }

    // Database, write-ahead log and shared memory.
    private IEnumerable<byte[]> Files() => Directory.EnumerateFiles(_storage.Folder, "approvals.db*").Select(Bytes.OfOpenFile);

    private void AssertNowhere(string text) =>
        Assert.DoesNotContain(Files(), bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private void AssertSomewhere(byte[] some) => Assert.Contains(Files(), bytes => bytes.AsSpan().IndexOf(some.AsSpan(0, 64)) >= 0);
}
