using System.Globalization;

namespace Approvals.Benchmarks;

/// <summary>What it costs to hold calls: memory, connections and processor time.</summary>
internal static class ParkedBenchmark
{
    private const int Most = 10_000;
    private const int WarmUp = 300;
    private const int AtOnce = 64;
    private const double CalmShare = 0.12;
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(3);
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static async Task<int> RunAsync(ParkedOptions options)
    {
        await using var bank = await Bank.StartAsync();
        await using var gateway = await GatewayRun.StartAsync(
            bank.Url, ("Hold", "1h"), ("MaxPendingPerGrant", Most), ("MaxPendingPerOwner", Most), ("MaxOpenedPerMinutePerGrant", Most), ("MaxOpenedPerMinutePerOwner", Most));

        // What is compiled or pooled at the first calls is not the price of a parked one.
        await LeaveAsync(await ParkAsync(gateway, "warm", WarmUp, options.HearProgress));
        var idle = await CpuShareAsync(gateway, TimeSpan.FromSeconds(Math.Min(options.Seconds, 30)));
        var heapBefore = await gateway.HeapAsync();
        var residentBefore = gateway.Resident();

        var start = Clock.GetTimestamp();
        var callers = await ParkAsync(gateway, "call", options.Calls, options.HearProgress);
        var opening = Clock.GetElapsedTime(start);
        var rest = await RestAsync(gateway);
        var holding = await CpuShareAsync(gateway, TimeSpan.FromSeconds(options.Seconds));
        var residentAfter = gateway.Resident();
        var descriptors = gateway.Descriptors();
        var (connections, inFlight) = (bank.Connections, bank.InFlight);
        var heapAfter = await gateway.HeapAsync();
        var residentCollected = gateway.Resident();

        Say($"{options.Calls} calls parked in {opening.TotalSeconds:0.0} s ({options.Calls / opening.TotalSeconds:0}/s), {(options.HearProgress ? "each hears progress" : "each hears comment lines")}");
        Say($"then it was busy for another {rest.TotalSeconds:0} s with telling people of them");
        Say($"managed heap, collected:         {Kib(heapAfter.Left - heapBefore.Left, options)} KiB a call ({heapBefore.Left >> 20} -> {heapAfter.Left >> 20} MiB, of {heapAfter.Kept >> 20} MiB kept for it)");
        Say($"resident, as it is:              {Kib(residentAfter - residentBefore, options)} KiB a call ({residentBefore >> 20} -> {residentAfter >> 20} MiB)");
        Say($"resident, after a collection:    {Kib(residentCollected - residentBefore, options)} KiB a call ({residentCollected >> 20} MiB)");
        Say($"descriptors of the gateway:      {descriptors}");
        Say($"requests at the upstream:        {inFlight}; connections to it, idle ones of the pool included: {connections}");
        Say($"share of one core while holding: {holding:P1}; before, with nothing parked: {idle:P1}; so holding costs {holding - idle:P1}");
        callers.ForEach(caller => caller.Dispose());
        return 0;
    }

    private static async Task<List<Caller>> ParkAsync(GatewayRun gateway, string name, int count, bool hearsProgress)
    {
        var callers = new Caller[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            callers[number] = await Caller.ParkAsync(gateway.Url, $"{name}-{number:00000}", GatewayRun.TokenOf(number), hearsProgress));
        return [.. callers];
    }

    private static async Task LeaveAsync(List<Caller> callers)
    {
        callers.ForEach(caller => caller.Dispose());
        await Task.Delay(TimeSpan.FromSeconds(3), Clock);
    }

    // Every request that was opened is still to be told to people: that is not the price of holding it.
    private static async Task<TimeSpan> RestAsync(GatewayRun gateway)
    {
        var start = Clock.GetTimestamp();
        var calm = 0;
        while (calm < 2 && Clock.GetElapsedTime(start) < LongestRest)
        {
            calm = await CpuShareAsync(gateway, TimeSpan.FromSeconds(5)) < CalmShare ? calm + 1 : 0;
        }

        return Clock.GetElapsedTime(start);
    }

    private static async Task<double> CpuShareAsync(GatewayRun gateway, TimeSpan window)
    {
        var (start, before) = (Clock.GetTimestamp(), gateway.Cpu());
        await Task.Delay(window, Clock);
        return (gateway.Cpu() - before) / Clock.GetElapsedTime(start);
    }

    private static string Kib(long bytes, ParkedOptions options) => (bytes / 1024.0 / options.Calls).ToString("0.0", CultureInfo.InvariantCulture);

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
