using Approvals.Audit;
using Approvals.Cli.Audit;
using Approvals.Gateway.Audit;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage.Records;
using Approvals.Gateway.Tests.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Audit;

/// <summary>P8: rows of calls that no person is asked about are written in batches, soon, and none beyond the backlog is let through.</summary>
public sealed class CallJournalTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _clock = new(Noon);
    private SqliteStorage _storage = null!;
    private CallJournal? _journal;

    public async ValueTask InitializeAsync() => _storage = await SqliteStorage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_journal is not null)
        {
            await _journal.StopAsync(CancellationToken.None);
            _journal.Dispose();
        }

        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task A_row_says_who_called_what_and_what_the_policy_said()
    {
        var journal = await StartAsync();
        journal.TryAdd(new CallEntry(Noon, "alice-laptop", "bank", "look", CallVerdict.RateLimited, "/tools/look/limits/0", "0123abcd"));

        await WrittenAsync(1, CallJournal.Interval);

        await using var database = await _storage.OpenAsync();
        var row = await database.Audit.SingleAsync();
        Assert.Equal((Noon, "call.rate_limited", null, "alice-laptop", null), (row.At, row.Kind, row.RequestId, row.Actor, row.Seal));
        Assert.Equal("""{"upstream":"bank","tool":"look","rule":"/tools/look/limits/0","policyVersion":"0123abcd"}""", row.DetailJson);
    }

    [Fact]
    public async Task A_few_rows_wait_less_than_a_second()
    {
        var journal = await StartAsync();
        Add(journal, 3);

        await WrittenAsync(3, CallJournal.Interval);

        Assert.True(CallJournal.Interval < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_thousand_rows_do_not_wait_at_all_and_go_in_one_commit()
    {
        var journal = await StartAsync();
        var before = _storage.Gate.Commits;
        Add(journal, CallJournal.MostInOneBatch);

        await WrittenAsync(CallJournal.MostInOneBatch, TimeSpan.Zero);

        Assert.Equal(1, _storage.Gate.Commits - before);
        Assert.Equal(CallJournal.MostInOneBatch, Assert.IsType<ChainAnswer.Whole>(Verify()).Head.Sequence);
    }

    [Fact]
    public async Task Past_a_full_backlog_nothing_is_taken_until_the_database_has_what_waits()
    {
        var journal = await StartAsync(backlog: 1_500);
        _storage.Gate.Shut();
        Add(journal, 1_500);
        await _storage.Gate.ArrivalAsync();

        Assert.False(journal.TryAdd(Entry));
        _storage.Gate.Open();
        await WrittenAsync(1_500, CallJournal.Interval);
        await TakesAsync(journal);
    }

    [Theory]
    [InlineData(1_000, 1_000, true)]
    [InlineData(1_000, 1_001, false)]
    [InlineData(999, 60_000, true)]
    public async Task The_audit_is_never_further_behind_than_a_second_or_a_thousand_rows(int waiting, int milliseconds, bool isTaken)
    {
        var journal = await StartAsync();
        _storage.Gate.Shut();
        Add(journal, waiting);
        var arrival = _storage.Gate.ArrivalAsync();
        await SeesAsync(() => Task.FromResult(arrival.IsCompleted), CallJournal.Interval);

        Assert.Equal(isTaken, journal.TryAdd(Entry with { At = Noon.AddMilliseconds(milliseconds) }));
        _storage.Gate.Open();
    }

    [Fact]
    public async Task What_the_database_refuses_is_written_when_it_takes_it()
    {
        var journal = await StartAsync();
        await _storage.TamperAsync("CREATE TRIGGER Refuse BEFORE INSERT ON Audit BEGIN SELECT RAISE(ABORT, 'no room'); END");
        var before = _storage.Gate.Commits;
        Add(journal, CallJournal.MostInOneBatch);
        await SeesAsync(() => Task.FromResult(_storage.Gate.Commits > before), TimeSpan.Zero);

        await _storage.TamperAsync("DROP TRIGGER Refuse");
        await WrittenAsync(CallJournal.MostInOneBatch, TimeSpan.FromSeconds(1));

        Assert.IsType<ChainAnswer.Whole>(Verify());
    }

    [Fact]
    public async Task What_was_noted_is_written_before_the_gateway_ends_and_nothing_is_noted_after()
    {
        var journal = await StartAsync();
        Add(journal, 5);

        await journal.StopAsync(CancellationToken.None);

        Assert.Equal(5, await _storage.CountAsync(database => database.Audit));
        Assert.False(journal.TryAdd(Entry));
    }

    [Fact]
    public async Task A_database_that_is_away_does_not_keep_the_gateway_from_ending()
    {
        var journal = await StartAsync();
        await _storage.TamperAsync("CREATE TRIGGER Refuse BEFORE INSERT ON Audit BEGIN SELECT RAISE(ABORT, 'no room'); END");
        Add(journal, 5);

        await journal.StopAsync(CancellationToken.None).WaitAsync(Patience);

        Assert.Equal(0, await _storage.CountAsync(database => database.Audit));
    }

    private static CallEntry Entry => new(Noon, "alice-laptop", "bank", "look", CallVerdict.Allowed, "/tools/look", "0123abcd");

    private async Task<CallJournal> StartAsync(int backlog = 10_000)
    {
        _journal = new CallJournal(_storage.Get<AuditTrail>(), new GatewayOptions { AuditBacklog = backlog }, _clock, NullLogger<CallJournal>.Instance);
        await _journal.StartAsync(CancellationToken.None);
        return _journal;
    }

    private static void Add(CallJournal journal, int count)
    {
        for (var number = 0; number < count; number++)
        {
            Assert.True(journal.TryAdd(Entry));
        }
    }

    private Task WrittenAsync(int count, TimeSpan step) => SeesAsync(async () => await _storage.CountAsync(database => database.Audit) == count, step);

    private Task TakesAsync(CallJournal journal) => SeesAsync(() => Task.FromResult(journal.TryAdd(Entry)), TimeSpan.Zero);

    // Fake time passes in these steps until it is so.
    private async Task SeesAsync(Func<Task<bool>> isSo, TimeSpan step)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(Round);
        while (!await isSo())
        {
            _clock.Advance(step);
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    private ChainAnswer Verify() => AuditChain.Verify(_storage.Get<InstallationKey>().Key, AuditFile.Read(_storage.File));
}
