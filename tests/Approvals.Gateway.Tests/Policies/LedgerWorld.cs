using System.Text;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Tests.Contracts;
using Approvals.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Approvals.Gateway.Tests.Policies;

/// <summary>A ledger over a database file, and what was really sent. The ledger can be lost and made again over the same file.</summary>
internal sealed class LedgerWorld : IAsyncDisposable
{
    public const string Alice = "alice";

    private readonly TimeProvider _clock;
    private readonly Policy _policy;
    private LimitLedger _ledger = null!;

    private LedgerWorld(SqliteStorage storage, Policy policy, TimeProvider? clock) =>
        (Storage, _policy, _clock) = (storage, policy, clock ?? Clock);

    public SqliteStorage Storage { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public static async Task<LedgerWorld> StartAsync(string tools, TimeProvider? clock = null)
    {
        var document = Encoding.UTF8.GetBytes("{\"version\":\"1\",\"default\":\"deny\",\"tools\":{" + tools + "}}");
        var policy = PolicyReader.Read("bank", "bank.json", document, out var problems);
        Assert.Empty(problems);
        var world = new LedgerWorld(await SqliteStorage.StartAsync(), policy!, clock);
        await world.LoseAsync();
        return world;
    }

    public static string Tool(string name, int max, int seconds = 10) =>
        $$"""
        "{{name}}":{"limits":[{"counter":"{{name}}","window":{{seconds}},"max":{{max}} }]}
        """;

    /// <summary>The process dies without a word, and another one starts over the same file.</summary>
    public async Task LoseAsync()
    {
        _ledger = new LimitLedger(Storage.Limits, new PolicyBook([new PolicyDocument(_policy, "bank.json", "")]), _clock, NullLogger<LimitLedger>.Instance);
        await _ledger.StartAsync(CancellationToken.None);
    }

    public ValueTask<LimitAnswer> ReserveAsync(string tool = "pay", string grant = Alice) =>
        _ledger.ReserveAsync(_policy, grant, ((Verdict.Allow)_policy.EvaluateStored(tool, null, default)).Limits);

    public Verdict.RateLimited? Check(string tool = "pay", string grant = Alice) =>
        _ledger.Check(_policy, grant, ((Verdict.Allow)_policy.EvaluateStored(tool, null, default)).Limits);

    public async Task<Places> TakeAsync(string tool = "pay", string grant = Alice) =>
        Assert.IsType<LimitAnswer.Reserved>(await ReserveAsync(tool, grant)).Places;

    public async Task SendAsync(string tool = "pay", string grant = Alice) => (await TakeAsync(tool, grant)).Sent();

    /// <summary>After how many seconds the agent is told to try again.</summary>
    public async Task<int> RefusesAsync(string tool = "pay", string grant = Alice)
    {
        var full = Assert.IsType<LimitAnswer.Full>(await ReserveAsync(tool, grant)).Verdict;
        Assert.Equal(full, Check(tool, grant));
        return full.RetryAfterSeconds;
    }

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
