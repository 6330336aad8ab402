using System.Text;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Policies.Limits;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.Contracts;
using Approvals.Policies;
using Approvals.Policies.Limits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Policies.Limits;

/// <summary>A ledger over a database file, and what was really sent. The ledger can be lost and made again over the same file.</summary>
internal sealed class LedgerWorld : IAsyncDisposable
{
    public const string Alice = "alice";
    public const int MostOfAGrant = 60;

    private readonly TimeProvider _clock;
    private Policy _policy;

    private LedgerWorld(SqliteStorage storage, Policy policy, TimeProvider? clock) =>
        (Storage, _policy, _clock) = (storage, policy, clock ?? Clock);

    public SqliteStorage Storage { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public WriteQueue Writes { get; private set; } = null!;

    public LimitLedger Ledger { get; private set; } = null!;

    public CounterBook Book { get; private set; } = null!;

    public static async Task<LedgerWorld> StartAsync(string tools, TimeProvider? clock = null)
    {
        var world = new LedgerWorld(await SqliteStorage.StartAsync(), Read(tools), clock);
        await world.LoseAsync();
        return world;
    }

    public static string Tool(string name, int max, int seconds = 10) =>
        $$"""
        "{{name}}":{"limits":[{"counter":"{{name}}","window":{{seconds}},"max":{{max}} }]}
        """;

    /// <summary>The policy is edited while the process runs.</summary>
    public void Edit(string tools) => _policy = Read(tools);

    /// <summary>The process dies without a word, and another one starts over the same file.</summary>
    public async Task LoseAsync()
    {
        // The dead write no more.
        await (Writes?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        var databases = Storage.Get<IDbContextFactory<ApprovalsDb>>();
        Writes = new WriteQueue(databases, NullLogger<WriteQueue>.Instance);
        await Writes.StartAsync(CancellationToken.None);
        var store = new LimitStore(databases, Writes, NullLogger<LimitStore>.Instance);
        var clock = new SteadyClock(_clock);
        Book = new CounterBook(Storage.Get<InstallationKey>(), MostOfAGrant);
        Ledger = new LimitLedger(store, Book, new LeaseBank(store, Book, clock), new CounterReader(store, Book, clock), clock);
        await Ledger.StartAsync(CancellationToken.None);
    }

    public ValueTask<LimitAnswer> ReserveAsync(string tool = "pay", string grant = Alice) => ReserveAsync(Payer(grant), tool);

    public ValueTask<LimitAnswer> ReserveAsync(Payer payer, string tool = "pay", string arguments = "{}") =>
        Ledger.ReserveAsync(_policy, payer, ChargesOf(tool, arguments));

    public ValueTask<Verdict.RateLimited?> CheckAsync(string tool = "pay", string grant = Alice) =>
        CheckAsync(Payer(grant), tool);

    public ValueTask<Verdict.RateLimited?> CheckAsync(Payer payer, string tool = "pay", string arguments = "{}") =>
        Ledger.CheckAsync(_policy, payer, ChargesOf(tool, arguments));

    public Task<Places> TakeAsync(string tool = "pay", string grant = Alice) => TakeAsync(Payer(grant), tool);

    public async Task<Places> TakeAsync(Payer payer, string tool = "pay", string arguments = "{}") =>
        Assert.IsType<LimitAnswer.Reserved>(await ReserveAsync(payer, tool, arguments)).Places;

    public async Task SendAsync(string tool = "pay", string grant = Alice) => (await TakeAsync(tool, grant)).Sent();

    public async Task SendAsync(Payer payer, string tool = "pay", string arguments = "{}") => (await TakeAsync(payer, tool, arguments)).Sent();

    public async Task SendManyAsync(int count)
    {
        for (var call = 0; call < count; call++)
        {
            await SendAsync();
        }
    }

    /// <summary>After how many seconds the agent is told to try again.</summary>
    public Task<int> RefusesAsync(string tool = "pay", string grant = Alice) => RefusesAsync(Payer(grant), tool);

    public async Task<int> RefusesAsync(Payer payer, string tool = "pay", string arguments = "{}")
    {
        var full = Assert.IsType<LimitAnswer.Full>(await ReserveAsync(payer, tool, arguments)).Verdict;
        Assert.Equal(full, await CheckAsync(payer, tool, arguments));
        return full.RetryAfterSeconds;
    }

    /// <summary>Waits until everything is on disk that was written so far.</summary>
    public Task<bool> FlushAsync() => Writes.RunAsync(_ => Task.FromResult(true));

    public async ValueTask DisposeAsync()
    {
        Storage.Gate.Open();
        await Writes.StopAsync(CancellationToken.None);
        await Storage.DisposeAsync();
    }

    private static Payer Payer(string grant) => new(grant, "bank", null);

    private Charges ChargesOf(string tool, string arguments) =>
        Assert.IsType<Verdict.Allow>(_policy.EvaluateStored(tool, arguments, default)).Charges;

    private static Policy Read(string tools)
    {
        var document = Encoding.UTF8.GetBytes("{\"version\":\"1\",\"default\":\"deny\",\"tools\":{" + tools + "}}");
        var policy = PolicyReader.Read("bank", "bank.json", document, out var problems);
        Assert.Empty(problems);
        return policy!;
    }
}
