using Approvals.Audit;
using Approvals.Cli.Audit;
using Approvals.Gateway.Configuration;
using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Tests.Contracts;

/// <summary>P8: the audit row is in the transaction of its change, or there is no change.</summary>
public sealed class AuditTrailTests : IAsyncLifetime
{
    private SqliteStorage _storage = null!;

    public async ValueTask InitializeAsync() => _storage = await SqliteStorage.StartAsync();

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task A_change_whose_audit_row_cannot_be_written_does_not_happen()
    {
        await _storage.Store.OpenAsync(Asked.Request("a"));
        await _storage.TamperAsync("CREATE TRIGGER Refuse BEFORE INSERT ON Audit BEGIN SELECT RAISE(ABORT, 'no room'); END");

        await Assert.ThrowsAnyAsync<Exception>(() => _storage.Store.OpenAsync(Asked.Request("b")));
        await Assert.ThrowsAnyAsync<Exception>(() => _storage.Store.ApproveAsync("a"));

        Assert.Equal(["a"], (await _storage.Store.ListAsync(null, null, 10, CancellationToken.None)).Select(request => request.Id));
        Assert.Equal(Approvals.Requests.RequestStatus.Pending, (await _storage.Store.FindAsync("a", CancellationToken.None))!.Status);
        Assert.Equal((1, 1, 1), (await _storage.CountAsync(database => database.Contents), await _storage.CountAsync(database => database.Outbox), await _storage.CountAsync(database => database.Audit)));
    }

    [Fact]
    public async Task The_chain_has_neither_gap_nor_fork_when_writes_fail_between_others()
    {
        var writes = Enumerable.Range(0, 60).Select(number => (number % 5) switch
        {
            // As a full disk would: the whole transaction is gone, or only this write.
            3 => Swallow(_storage.Writes.RunAsync(database => database.Database.ExecuteSqlRawAsync("ROLLBACK"))),
            4 => Swallow(_storage.Store.OpenAsync(Asked.Request("0"))),
            _ => Swallow(_storage.Store.OpenAsync(Asked.Request($"{number}"))),
        });
        await Task.WhenAll(writes);
        await _storage.RestartAsync();
        await _storage.Store.OpenAsync(Asked.Request("last"));

        var requests = await _storage.CountAsync(database => database.Requests);
        Assert.InRange(requests, 1, 60);
        Assert.Equal(requests, Assert.IsType<ChainAnswer.Whole>(Verify()).Head.Sequence);
    }

    [Fact]
    public async Task Every_row_of_a_request_carries_the_seal_of_its_state_at_the_time()
    {
        await _storage.Store.OpenAsync(Asked.Request("a"));
        await _storage.Store.ApproveAsync("a");

        await using var database = await _storage.OpenAsync();
        var seals = await database.Audit.OrderBy(row => row.Sequence).Select(row => row.Seal).ToListAsync();

        Assert.Equal(2, seals.OfType<string>().Distinct().Count());
    }

    private ChainAnswer Verify() => AuditChain.Verify(_storage.Get<InstallationKey>().Key, AuditFile.Read(_storage.File));

    private static async Task Swallow(Task write)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            // Whether it was kept is for the chain to say.
        }
    }
}
