using Approvals.Chaos.Checking;
using Approvals.Chaos.Plans;
using Approvals.Gateway.Tests.World;

namespace Approvals.Chaos.Storm;

/// <summary>Ends the gateway with kill -9, at any time or the moment that something happens, and starts it again over the same folder.</summary>
internal sealed class Killer(GatewayWorld world, Chronicle chronicle, Dice dice, AuditWitness audit, Func<Task> start)
{
    private readonly Random _random = dice.For("killer");

    /// <summary>What every process wrote, for whoever has to find out why.</summary>
    public List<string> Outputs { get; } = [];

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_random.Milliseconds(1500, 8000), chronicle.Clock, stop);
                if (_random.Among((1, null), (2, Moment())) is { } moment)
                {
                    await chronicle.NextAsync(moment).WaitAsync(stop);
                    await Task.Delay(_random.Milliseconds(0, 8), chronicle.Clock, stop);
                }

                chronicle.Add(new Happening.Killed());
                Outputs.Add(world.Process!.Output);
                await world.KillAsync();
                await Task.Delay(_random.Milliseconds(0, 800), chronicle.Clock, CancellationToken.None);
                if (_random.Hits(0.3))
                {
                    await audit.ExportHeadAsync();
                }

                await start();
                chronicle.Add(new Happening.Started());
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private Func<Happening, bool> Moment() => _random.Next(6) switch
    {
        0 => happening => happening is Happening.Asked,
        1 => happening => happening is Happening.Decides,
        2 => happening => happening is Happening.DecisionAnswered { Status: 200 },
        3 => happening => happening is Happening.Arrived,
        4 => happening => happening is Happening.Effect,
        _ => happening => happening is Happening.Parted { How: not Parting.Broke },
    };
}
