using System.Text.Json;
using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Broker;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>A bank whose payments need a person of the group <c>sre</c>: bob. What is told of both eras is told in <see cref="Eras"/>.</summary>
public abstract class BankStories : IAsyncLifetime
{
    internal const string Policy = """
        {"version":"1","default":"deny","tools":{
          "look":{},
          "pay":{"action":"require_approval","reason":"Moves money.","approval":{"reviewers":["sre"],"expires":"30m"}},
          "slow":{"action":"require_approval","reason":"Takes its time.","approval":{"reviewers":["sre"],"expires":"30m"}}}}
        """;

    public static TheoryData<string> Eras => [Agent.Legacy, Agent.Modern];

    private protected GatewayWorld World { get; } = new();

    private protected CountingUpstream Bank { get; private set; } = null!;

    private protected ReviewerAgent Bob { get; private set; } = null!;

    private protected virtual bool HasSessions => false;

    private protected virtual bool IsOverRabbitMq => false;

    public async ValueTask InitializeAsync()
    {
        Bank = World.Own(await CountingUpstream.StartAsync(HasSessions));
        if (IsOverRabbitMq)
        {
            await World.WithRabbitMqAsync();
        }

        Arrange(World.With("bank", Bank.Url, Policy));
        await World.StartAsync();
        Bob = World.Reviewer(GatewayWorld.BobToken);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return World.DisposeAsync();
    }

    /// <summary>What is different about this world, before it starts.</summary>
    private protected virtual void Arrange(GatewayWorld world)
    {
    }

    private protected Task<Agent> AliceAsync(string era) => Agent.ConnectAsync(World, "bank", era: era);

    private protected Task<WireAgent> AliceOnTheWireAsync(string era) => WireAgent.ConnectAsync(World, era);

    /// <summary>The gateway ends and starts again; bob finds its new address.</summary>
    private protected async Task RestartAsync()
    {
        await World.RestartAsync();
        Bob = World.Reviewer(GatewayWorld.BobToken);
    }

    /// <summary>Makes a call, waits until bob sees it and leaves; returns what he sees.</summary>
    private protected async Task<JsonElement> LeaveBehindAsync(WireAgent alice, string tool = "pay", string arguments = "{}")
    {
        using var call = await alice.CallAsync(tool, arguments);
        var waits = await Bob.SeesOneAsync();
        call.Leave();
        await World.SeesEveryCallerGoneAsync();
        return waits;
    }

    private protected async Task<string?> OutcomeOfAsync(JsonElement approval) =>
        (await Bob.GetAsync(IdOf(approval))).GetProperty("outcome").GetString();

    private protected async Task SeesOutcomeAsync(JsonElement approval, string outcome)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await OutcomeOfAsync(approval) != outcome)
        {
            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    private protected static string IdOf(JsonElement approval) => approval.GetProperty("id").GetString()!;
}
