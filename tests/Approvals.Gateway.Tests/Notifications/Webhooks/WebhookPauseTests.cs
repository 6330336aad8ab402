using System.Globalization;
using System.Text.Json.Nodes;
using Approvals.Gateway.Tests.Scenarios;
using Approvals.Gateway.Tests.World;

namespace Approvals.Gateway.Tests.Notifications.Webhooks;

/// <summary>A receiver that says when it can be told again is not told before.</summary>
public sealed class WebhookPauseTests : BankStories
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private WebhookReceiver audit = null!;

    private protected override void Arrange(GatewayWorld world)
    {
        audit = world.Outlive(WebhookReceiver.StartAsync().GetAwaiter().GetResult());
        world.WithFakeClock().WithSetting("Webhooks:audit", new JsonObject { ["Url"] = audit.Url, ["Secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYq=" });
    }

    [Theory]
    [InlineData(429, "30", 30)]
    [InlineData(503, "30", 30)]
    [InlineData(500, "30", 30)]
    [InlineData(404, "30", 30)]
    [InlineData(429, "100000", 3600)]
    // It wants no more: it is asked now and then whether it changed its mind, and readiness says so.
    [InlineData(410, null, 3600)]
    public async Task It_waits_as_long_as_it_is_told_and_an_hour_at_most(int status, string? after, int seconds)
    {
        audit.Status = status;
        audit.Header = after is null ? null : ("Retry-After", after);
        using var alice = await AliceOnTheWireAsync(Agent.Modern);
        await LeaveBehindAsync(alice);
        await audit.SeesAsync("approval.opened");
        await World.Log.SeesAsync("cannot be told of requests");

        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(Round);
        while (audit.All.Count < 2)
        {
            World.Clock!.Advance(TimeSpan.FromSeconds(seconds / 10.0));
            await rounds.WaitForNextTickAsync(limit.Token);
        }

        Assert.InRange(SentAt(audit.All[1]) - SentAt(audit.All[0]), seconds, seconds * 2);
    }

    private static long SentAt(Received message) => long.Parse(message.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
}
