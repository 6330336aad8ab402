using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Approvals.Gateway.Failpoints;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;

namespace Approvals.Gateway.Tests.Failpoints;

/// <summary>
/// A gateway that breaks once, and people who do what people do: an agent that comes again until its call has an end, a reviewer who
/// decides when he was told, an operator who starts what died.
/// </summary>
internal sealed class FailpointWorld : IAsyncDisposable
{
    private const string Policy = """
        {"version":"1","tools":{
          "pay":{"action":"require_approval"},
          "look":{"limits":[{"counter":"looks","window":"hour","max":3}]}}}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(25);

    private readonly GatewayWorld _world = new();
    private readonly ConcurrentQueue<string> _outputs = [];
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _decides = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _people = Task.CompletedTask;

    private FailpointWorld(CountingUpstream bank) => Bank = _world.Own(bank);

    public CountingUpstream Bank { get; }

    /// <summary>What the gateway wrote to its console, in all its lives.</summary>
    public string Output => string.Concat(_outputs) + _world.Process?.Output;

    private bool IsUp => _world.Process is { HasEnded: false };

    /// <summary>How often people were told that a call waits.</summary>
    public int Announcements => Told().Count();

    public static async Task<FailpointWorld> StartAsync(string failpoints, bool overRabbitMq)
    {
        var world = new FailpointWorld(await CountingUpstream.StartAsync());
        if (overRabbitMq)
        {
            await world._world.WithRabbitMqAsync();
        }

        await world._world.With("bank", world.Bank.Url, Policy).StartProcessAsync(failpoints);
        world._people = Task.WhenAll(world.RestartsWhatDiesAsync(), world.BobDecidesAsync());
        return world;
    }

    /// <summary>Waits until the gateway broke as it was asked to, and is up again if it died of it.</summary>
    public Task BreaksAsync(Point at, string action) => UntilAsync(() =>
        Output.Contains($"Failpoint {at}: {action}", StringComparison.Ordinal) && (action != "kill" || (!_outputs.IsEmpty && IsUp)));

    /// <summary>Bob decides what he was told of, from now on.</summary>
    public void LetBobDecide() => _decides.TrySetResult();

    /// <summary>Calls once and leaves when the call waits.</summary>
    public async Task CallsAndLeavesAsync(string tool, object arguments)
    {
        using var leaves = new CancellationTokenSource();
        await using var agent = await Agent.ConnectAsync(_world, "bank");
        var call = agent.CallsAsync(tool, arguments, stop: leaves.Token);
        await UntilAsync(() => Announcements > 0);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => call);
    }

    /// <summary>Calls until the answer is an end; null if <paramref name="tries"/> were not enough.</summary>
    public async Task<ToolAnswer?> CallsAsync(string tool, object arguments, int tries = 50)
    {
        for (var attempt = 0; attempt < tries; attempt++)
        {
            try
            {
                await using var agent = await Agent.ConnectAsync(_world, "bank");
                var answer = await agent.CallsAsync(tool, arguments, stop: _end.Token);
                if (answer.Code is not ("approval_pending" or "gateway_unavailable"))
                {
                    return answer;
                }
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                // The gateway died under it.
                await UntilAsync(() => IsUp);
            }
        }

        return null;
    }

    /// <summary>Every request that there is, whole.</summary>
    public async Task<JsonElement[]> RequestsAsync() => [.. (await _world.Reviewer(GatewayWorld.BobToken).ListAsync("all")).EnumerateArray()];

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(Round);
        while (!holds())
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _people.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _world.DisposeAsync();
        _end.Dispose();
    }

    private IEnumerable<string> Told() =>
        Regex.Matches(Output, @"waits for a person: http\S+/approvals/([0-9a-f]{32})").Select(told => told.Groups[1].Value);

    private async Task RestartsWhatDiesAsync()
    {
        using var rounds = new PeriodicTimer(Round);
        while (await rounds.WaitForNextTickAsync(_end.Token))
        {
            if (_world.Process is { HasEnded: true } dead)
            {
                await _world.KillAsync();
                _outputs.Enqueue(dead.Output);
                await _world.StartProcessAsync();
            }
        }
    }

    private async Task BobDecidesAsync()
    {
        await _decides.Task.WaitAsync(_end.Token);
        var decided = new HashSet<string>();
        using var rounds = new PeriodicTimer(Round);
        while (await rounds.WaitForNextTickAsync(_end.Token))
        {
            foreach (var id in Told().Except(decided).ToList())
            {
                try
                {
                    var bob = _world.Reviewer(GatewayWorld.BobToken);
                    (await bob.DecideAsync(await bob.GetAsync(id), "approve")).EnsureSuccessStatusCode();
                    decided.Add(id);
                }
                catch (Exception broken) when (broken is not OperationCanceledException)
                {
                    // He presses the button again.
                }
            }
        }
    }
}
