using System.Globalization;
using System.Text.Json;

namespace Approvals.Benchmarks;

/// <summary>How long after a decision the call is released: at its upstream, and answered at its agent.</summary>
internal static class DecideBenchmark
{
    private const int WarmUp = 100;
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static async Task<int> RunAsync(DecideOptions options)
    {
        await using var bank = await Bank.StartAsync();
        await using var gateway = await GatewayRun.StartAsync(bank.Url, ("MaxOpenedPerMinutePerGrant", 100_000), ("MaxOpenedPerMinutePerOwner", 100_000));
        using var reviewer = gateway.Reviewer();
        var released = new List<TimeSpan>();
        var answered = new List<TimeSpan>();
        for (var round = -WarmUp; round < options.Rounds; round++)
        {
            var (toUpstream, toAgent) = await RoundAsync(gateway, bank, reviewer, $"round-{round + WarmUp:00000}");
            if (round >= 0)
            {
                released.Add(toUpstream);
                answered.Add(toAgent);
            }
        }

        Console.WriteLine($"{options.Rounds} decisions, one after the other; from the moment that the reviewer's program sends one");
        Say("until its call is at the upstream:", released);
        Say("until its agent has the answer:   ", answered);
        return 0;
    }

    private static async Task<(TimeSpan ToUpstream, TimeSpan ToAgent)> RoundAsync(GatewayRun gateway, Bank bank, HttpClient reviewer, string key)
    {
        using var caller = await Caller.ParkAsync(gateway.Url, key, GatewayRun.TokenOf(0), hearsProgress: false);
        var request = (await reviewer.GetFromJsonAsync<JsonElement>("/api/approvals?limit=1")).GetProperty("items")[0];
        var decision = new { decision = "approve", fingerprint = request.GetProperty("fingerprint").GetString() };
        var answer = caller.AnswerAsync();
        var start = Clock.GetTimestamp();
        var deciding = reviewer.PostAsJsonAsync($"/api/approvals/{request.GetProperty("id").GetString()}/decision", decision);
        var arrived = await bank.ArrivalOf(key);
        var text = await answer;
        var end = Clock.GetTimestamp();
        (await deciding).EnsureSuccessStatusCode();
        return text.Contains("paid", StringComparison.Ordinal)
            ? (Clock.GetElapsedTime(start, arrived), Clock.GetElapsedTime(start, end))
            : throw new InvalidOperationException($"The agent was answered: {text}");
    }

    private static void Say(string what, List<TimeSpan> times)
    {
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} p50 {At(0.5):0.0} ms, p90 {At(0.9):0.0} ms, p99 {At(0.99):0.0} ms, max {At(1):0.0} ms"));

        double At(double share) => times[Math.Min(times.Count - 1, (int)(share * times.Count))].TotalMilliseconds;
    }
}
