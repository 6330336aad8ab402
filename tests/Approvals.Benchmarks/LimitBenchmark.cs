using System.Diagnostics;
using System.Globalization;
using System.Text;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Policies.Limits;
using Approvals.Gateway.Storage;
using Approvals.Policies;
using Approvals.Policies.Limits;
using Microsoft.AspNetCore.DataProtection;

namespace Approvals.Benchmarks;

/// <summary>What a limit costs a call: in memory, from a lease, and with its write to the disk.</summary>
internal static class LimitBenchmark
{
    private const int Millions = 3;
    private const string Document = """
        {"version":"1","tools":{
          "small":{"limits":[{"counter":"small","window":"second","max":100}]},
          "large":{"limits":[{"counter":"large","window":"second","max":1000000000}]},
          "tokens":{"limits":[{"counter":"tokens","window":"second","max":1000000000,"amount":"args.tokens"}]}}}
        """;

    private static readonly Payer Payer = new("alice-laptop", "ecs", null);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("approvals-limits-").FullName;
        await using var app = Build(folder);
        await app.PrepareStorageAsync();
        await app.StartAsync();
        var ledger = app.Services.GetRequiredService<LimitLedger>();
        var policy = PolicyReader.Read("ecs", "ecs.json", Encoding.UTF8.GetBytes(Document), out _)!;

        await MeasureAsync("checked in memory, max 100", policy, "small", charges => ledger.CheckAsync(policy, Payer, charges).AsTask().GetAwaiter().GetResult());
        await MeasureAsync("taken from a lease and given back", policy, "large", charges => Take(ledger, policy, charges)?.GiveBack());
        await MeasureAsync("taken from a lease and sent, writes of leases included", policy, "large", charges => Take(ledger, policy, charges)?.Sent());
        await MeasureAsync("1000 of an argument taken from a lease and given back", policy, "tokens", charges => Take(ledger, policy, charges)?.GiveBack());
        await app.StopAsync();
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static WebApplication Build(string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new GatewayOptions());
        builder.Services.AddSingleton(InstallationKey.ReadOrMake(DataDirectory.Open(folder)));
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(folder));
        builder.AddStorage($"Data Source={Path.Combine(folder, "approvals.db")}");
        builder.AddLimits();
        return builder.Build();
    }

    private static async Task MeasureAsync(string what, Policy policy, string tool, Action<Charges> act)
    {
        var charges = ((Verdict.Allow)policy.EvaluateStored(tool, """{"tokens":1000}""", default)).Charges;
        await Task.Run(() => Repeat(100_000, charges, act));
        var best = double.MaxValue;
        for (var round = 0; round < Millions; round++)
        {
            var watch = Stopwatch.StartNew();
            await Task.Run(() => Repeat(1_000_000, charges, act));
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / 1_000_000);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-60} {best,8:0} ns"));
    }

    private static void Repeat(int times, Charges charges, Action<Charges> act)
    {
        for (var time = 0; time < times; time++)
        {
            act(charges);
        }
    }

    // A call that would have to wait for the disk is waited for: that is part of what a limit costs.
    private static Places? Take(LimitLedger ledger, Policy policy, Charges charges)
    {
        var answer = ledger.ReserveAsync(policy, Payer, charges);
        return (answer.IsCompletedSuccessfully ? answer.Result : answer.AsTask().GetAwaiter().GetResult()) is LimitAnswer.Reserved reserved ? reserved.Places : null;
    }
}
