using System.Net;
using System.Net.NetworkInformation;
using Approvals.Chaos.Checking;
using Approvals.Chaos.Plans;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;

namespace Approvals.Chaos.Storm;

/// <summary>One run: agents, reviewers and an upstream that all misbehave, around a gateway that is killed again and again.</summary>
internal sealed class Storm(ChaosSettings settings, Chronicle chronicle, string? failpoints = null) : IAsyncDisposable
{
    private const int Agents = 12;
    private const string Policy = """
        {"version":"1","tools":{
          "pay":{"action":"require_approval"},
          "rush":{"action":"require_approval","approval":{"expires":"10s"}}}}
        """;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(100);

    private readonly GatewayWorld _world = new();
    private FickleUpstream _upstream = null!;
    private Killer _killer = null!;
    private AuditWitness _audit = null!;

    public Dice Dice { get; } = new(settings.Seed);

    public Chronicle Chronicle => chronicle;

    public Uri Gateway { get; } = new($"http://127.0.0.1:{FreePort(new Dice(settings.Seed).For("port"))}");

    public IReadOnlyList<string> Outputs => [.. _killer.Outputs, _world.Process?.Output ?? ""];

    /// <summary>Runs for as long as the settings say, lets everything come to its end, and tells all of it.</summary>
    public async Task<Account> RunAsync()
    {
        await StartAsync();
        using var enough = new CancellationTokenSource(settings.Length, chronicle.Clock);
        using var end = new CancellationTokenSource(settings.Length + Settling, chronicle.Clock);
        using var done = new CancellationTokenSource();

        var reviewers = new ChaosReviewers(this, new Dictionary<string, HttpClient>
        {
            [KeyPlan.Bob] = _world.Http(GatewayWorld.BobToken),
            [KeyPlan.Carol] = _world.Http(GatewayWorld.CarolToken),
        });
        var deciding = reviewers.RunAsync(done.Token);
        var asking = Enumerable.Range(0, Agents).Select(number => Agent(number).RunAsync(enough.Token, end.Token)).ToList();

        await _killer.RunAsync(enough.Token);
        _upstream.IsCalm = true;
        await Task.WhenAll(asking);
        await SettleAsync(reviewers, end.Token);
        await done.CancelAsync();
        await deciding;
        return new Account(chronicle.ToList(), await reviewers.ListAllAsync(), await _audit.FindProblemAsync());
    }

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    private async Task StartAsync()
    {
        if (settings.IsOverRabbitMq)
        {
            await _world.WithRabbitMqAsync();
        }

        _audit = new AuditWitness(_world.Folder);
        _upstream = _world.Own(await FickleUpstream.StartAsync(chronicle, Dice));
        _world
            .With("bank", _upstream.Url, Policy)
            .WithSetting("Gateway:Hold", "3s")
            .WithSetting("Gateway:Heartbeat", "500ms")
            .WithSetting("Gateway:UpstreamTimeout", "4s")
            .WithSetting("Gateway:MaxOpenedPerMinutePerGrant", 10_000)
            .WithSetting("Gateway:MaxOpenedPerMinutePerOwner", 10_000);
        await StartGatewayAsync();
        _killer = new Killer(_world, chronicle, Dice, _audit, StartGatewayAsync);
    }

    private async Task StartGatewayAsync() => await _world.StartProcessAsync(failpoints, Gateway.ToString());

    private ChaosAgent Agent(int number) => new(
        $"agent{number:00}", number % 3 == 0 ? GatewayWorld.EveToken : GatewayWorld.AliceToken, isModern: number % 2 == 0, this);

    // What was abandoned is still to be decided or to expire, and what runs is still to end.
    private async Task SettleAsync(ChaosReviewers reviewers, CancellationToken end)
    {
        while (!end.IsCancellationRequested && (!_upstream.IsIdle || await reviewers.PendingAsync(end) is not []))
        {
            await Task.Delay(Round, chronicle.Clock, CancellationToken.None);
        }
    }

    // Below the ports that the system gives to clients: one of those could take it while the gateway is down.
    private static int FreePort(Random random)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        int port;
        do
        {
            port = random.Next(IPEndPoint.MinPort + 12_000, 20_000);
        }
        while (taken.Contains(port));
        return port;
    }
}
