using Approvals.Gateway.Tests.World;
using Approvals.Gateway.Tests.World.Raw;

namespace Approvals.Gateway.Tests.Scenarios;

/// <summary>How long a call is held, by who makes it: long before or after an hour, which is what everybody else waits here.</summary>
public sealed class PatienceTests : BankStories
{
    // Without a session nobody knows what a client of the older era calls itself.
    private protected override bool HasSessions => true;

    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    private protected override void Arrange(GatewayWorld world) => world
        .WithFakeClock()
        .WithSetting("Gateway:Hold", "1h")
        .WithSetting("Gateway:Heartbeat", "1m")
        .WithSetting("Grants:eve:Hold", "5s")
        .WithPolicy("bank", Policy.Replace("30m", "1d", StringComparison.Ordinal));

    [Theory]
    [InlineData(GatewayWorld.EveToken, "wire", 5)]
    [InlineData(GatewayWorld.EveToken, "claude-code", 5)]
    [InlineData(GatewayWorld.AliceToken, "claude-code", 110)]
    [InlineData(GatewayWorld.AliceToken, "Codex-MCP-Client", 100)]
    public async Task A_grant_or_a_known_client_has_its_own_hold(string token, string client, int seconds)
    {
        foreach (var era in new[] { Agent.Legacy, Agent.Modern })
        {
            using var agent = await WireAgent.ConnectAsync(World, era, token, client);
            var before = World.Clock!.GetUtcNow();
            using var call = await agent.CallAsync("pay", "{}");
            await World.SeesCallersAsync(1);

            Assert.Equal("approval_pending", (await World.PassTimeUntilAsync(call.AnswerAsync())).Code);

            var held = World.Clock.GetUtcNow() - before;
            Assert.InRange(held, TimeSpan.FromSeconds(seconds), AnHour - TimeSpan.FromMinutes(1));
        }
    }
}
