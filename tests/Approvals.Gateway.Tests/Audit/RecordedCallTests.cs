using System.Text.Json;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Audit;

/// <summary>Calls that no person is asked about: an auditor sees them too, and they never wait for a disk.</summary>
public sealed class RecordedCallTests : IAsyncLifetime
{
    private readonly GatewayWorld _world = new();

    public async ValueTask InitializeAsync()
    {
        var bank = _world.Own(await CountingUpstream.StartAsync());
        await _world.With("bank", bank.Url, """
            {"version":"1","default":"deny","tools":{
              "look":{},
              "pay":{"limits":[{"counter":"pay","window":"hour","max":1,"scope":"grant"}]}}}
            """).StartAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Every_call_is_in_the_audit_with_what_the_policy_said()
    {
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        await alice.CallsAsync("look", new { secret = "m4rk3r" });
        await alice.CallsAsync("refund");
        await alice.CallsAsync("pay");
        await alice.CallsAsync("pay");

        var rows = await SeesRowsAsync(4);

        Assert.Equal(["call.allowed", "call.denied", "call.allowed", "call.rate_limited"], rows.Select(row => row.Kind));
        Assert.All(rows, row => Assert.Equal("alice", row.Actor));
        Assert.Equal(
            ["look /tools/look", "refund (default deny)", "pay /tools/pay", "pay /tools/pay/limits/0"],
            rows.Select(row => JsonDocument.Parse(row.DetailJson).RootElement).Select(detail => $"{detail.GetProperty("tool")} {detail.GetProperty("rule")}"));
        Assert.DoesNotContain(rows, row => row.DetailJson.Contains("m4rk3r", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_allowed_call_is_answered_while_the_database_takes_nothing()
    {
        await using var alice = await Agent.ConnectAsync(_world, "bank");
        var away = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = _world.Services.GetRequiredService<WriteQueue>().RunAsync(_ => away.Task);

        try
        {
            for (var number = 0; number < 20; number++)
            {
                Assert.False((await alice.CallsAsync("look", new { number }).WaitAsync(TimeSpan.FromSeconds(20))).IsError);
            }
        }
        finally
        {
            away.SetResult(true);
        }

        await held;
        Assert.Equal(20, (await SeesRowsAsync(20)).Count);
    }

    private async Task<IReadOnlyList<AuditRow>> SeesRowsAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            await using var database = await _world.Services.GetRequiredService<IDbContextFactory<ApprovalsDb>>().CreateDbContextAsync();
            var rows = await database.Audit.AsNoTracking().Where(row => row.Kind.StartsWith("call.")).OrderBy(row => row.Sequence).ToListAsync();
            if (rows.Count >= count)
            {
                return rows;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }
}
