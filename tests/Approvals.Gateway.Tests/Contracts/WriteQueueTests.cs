using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Contracts;

public sealed class WriteQueueTests : IAsyncLifetime
{
    private SqliteStorage _storage = null!;

    public async ValueTask InitializeAsync() => _storage = await SqliteStorage.StartAsync();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_write_is_acknowledged_only_after_its_commit()
    {
        _storage.Gate.Shut();
        var write = _storage.Store.OpenAsync(Asked.Request("a"));
        await _storage.Gate.ArrivalAsync();

        Assert.False(write.IsCompleted);
        Assert.Equal(0, await _storage.CountAsync(database => database.Requests));

        _storage.Gate.Open();
        Assert.True(await write);
        Assert.Equal(1, await _storage.CountAsync(database => database.Requests));
    }

    [Fact]
    public async Task Whoever_was_acknowledged_finds_their_write_on_disk()
    {
        for (var number = 0; number < 50; number++)
        {
            await _storage.Store.OpenAsync(Asked.Request($"{number}"));
            Assert.Equal(number + 1, await _storage.CountAsync(database => database.Requests));
        }
    }

    [Fact]
    public async Task Writes_that_wait_share_a_commit()
    {
        var writes = await BehindAHeldCommitAsync(200);
        var before = _storage.Gate.Commits;

        _storage.Gate.Open();
        await Task.WhenAll(writes);

        Assert.Equal(1, _storage.Gate.Commits - before);
        Assert.Equal(201, await _storage.CountAsync(database => database.Requests));
    }

    [Fact]
    public async Task A_write_that_fails_in_a_batch_fails_alone_and_leaves_nothing()
    {
        _storage.Gate.Shut();
        var first = _storage.Store.OpenAsync(Asked.Request("first"));
        await _storage.Gate.ArrivalAsync();
        var a = _storage.Store.OpenAsync(Asked.Request("a"));
        var again = _storage.Store.OpenAsync(Asked.Request("a", minute: 5));
        var b = _storage.Store.OpenAsync(Asked.Request("b"));
        var half = _storage.Writes.RunAsync<int>(async database =>
        {
            database.Audit.Add(Asked.Audit("half"));
            await database.SaveChangesAsync();
            await database.Outbox.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.RequestId, "spoilt"));
            throw new InvalidTimeZoneException();
        });
        var c = _storage.Store.OpenAsync(Asked.Request("c"));
        var before = _storage.Gate.Commits;

        _storage.Gate.Open();

        Assert.DoesNotContain(false, await Task.WhenAll(first, a, b, c));
        await Assert.ThrowsAsync<DbUpdateException>(() => again);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => half);
        Assert.Equal(1, _storage.Gate.Commits - before);
        await using var database = await _storage.OpenAsync();
        Assert.Equal(["first", "a", "b", "c"], await database.Audit.OrderBy(row => row.Sequence).Select(row => row.RequestId).ToListAsync());
        Assert.Equal(["first", "a", "b", "c"], await database.Outbox.OrderBy(row => row.Sequence).Select(row => row.RequestId).ToListAsync());
        Assert.Equal(Asked.Opened, (await database.Requests.SingleAsync(request => request.Id == "a")).CreatedAt);
    }

    [Fact]
    public async Task A_transaction_that_the_database_refuses_fails_everybody_in_it_and_the_queue_goes_on()
    {
        var writes = await BehindAHeldCommitAsync(2);
        var breaks = _storage.Writes.RunAsync(async database =>
        {
            // The whole transaction is gone, as after a full disk.
            await database.Database.ExecuteSqlRawAsync("ROLLBACK");
            return true;
        });

        _storage.Gate.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => breaks);
        await Assert.ThrowsAnyAsync<Exception>(() => writes[1]);
        await Assert.ThrowsAnyAsync<Exception>(() => writes[2]);
        Assert.True(await _storage.Store.OpenAsync(Asked.Request("later")));
        Assert.Equal(2, await _storage.CountAsync(database => database.Requests));
    }

    [Fact]
    public async Task A_stopping_queue_writes_what_it_accepted_and_refuses_the_rest()
    {
        var writes = await BehindAHeldCommitAsync(50);

        var stopping = _storage.Writes.StopAsync(CancellationToken.None);
        await Assert.ThrowsAsync<ChannelClosedException>(() => _storage.Store.OpenAsync(Asked.Request("late")));
        Assert.False(stopping.IsCompleted);
        _storage.Gate.Open();
        await stopping;

        Assert.Equal(51, await _storage.CountAsync(database => database.Requests));
        Assert.DoesNotContain(false, await Task.WhenAll(writes));
    }

    // The first holds the queue up at its commit; the others wait behind it.
    private async Task<List<Task<bool>>> BehindAHeldCommitAsync(int count)
    {
        _storage.Gate.Shut();
        var writes = new List<Task<bool>> { _storage.Store.OpenAsync(Asked.Request("first")) };
        await _storage.Gate.ArrivalAsync();
        writes.AddRange(Enumerable.Range(0, count).Select(number => _storage.Store.OpenAsync(Asked.Request($"{number}"))));
        return writes;
    }
}
