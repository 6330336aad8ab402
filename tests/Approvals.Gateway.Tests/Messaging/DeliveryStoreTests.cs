using Approvals.Gateway.Storage;
using Approvals.Gateway.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Messaging;

/// <summary>Who may tell people of a request.</summary>
public sealed class DeliveryStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly GatewayWorld _world = new();

    private DeliveryStore Deliveries => _world.Services.GetRequiredService<DeliveryStore>();

    public async ValueTask InitializeAsync() => await _world.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Of_many_at_once_one_announces()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ClaimAsync(Noon)));

        Assert.Equal(1, claims.Count(claim => claim == DeliveryClaim.Ours));
        Assert.Equal(19, claims.Count(claim => claim == DeliveryClaim.Elsewhere));
    }

    [Fact]
    public async Task What_was_announced_is_never_announced_again()
    {
        await ClaimAsync(Noon);
        await Deliveries.MarkMadeAsync("r", "log", OutboxKind.Requested, Noon);

        Assert.Equal(DeliveryClaim.Made, await ClaimAsync(Noon));
        Assert.Equal(DeliveryClaim.Made, await ClaimAsync(Noon.AddYears(1)));
    }

    [Fact]
    public async Task Somebody_who_takes_too_long_is_replaced()
    {
        await ClaimAsync(Noon);

        Assert.Equal(DeliveryClaim.Elsewhere, await ClaimAsync(Noon + DeliveryStore.Claim - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(DeliveryClaim.Ours, await ClaimAsync(Noon + DeliveryStore.Claim));
        Assert.Equal(DeliveryClaim.Elsewhere, await ClaimAsync(Noon + DeliveryStore.Claim));
    }

    [Fact]
    public async Task A_process_that_begins_takes_over_what_the_one_before_it_had_taken_on()
    {
        await ClaimAsync(Noon);
        await _world.RestartAsync();

        Assert.Equal(DeliveryClaim.Ours, await ClaimAsync(Noon));
        await Deliveries.MarkMadeAsync("r", "log", OutboxKind.Requested, Noon);
        await _world.RestartAsync();
        Assert.Equal(DeliveryClaim.Made, await ClaimAsync(Noon));
    }

    [Fact]
    public async Task Requests_channels_and_kinds_are_announced_each_by_itself()
    {
        await ClaimAsync(Noon);

        Assert.Equal(DeliveryClaim.Ours, await Deliveries.ClaimAsync("s", "log", OutboxKind.Requested, Noon));
        Assert.Equal(DeliveryClaim.Ours, await Deliveries.ClaimAsync("r", "page", OutboxKind.Requested, Noon));
        Assert.Equal(DeliveryClaim.Ours, await Deliveries.ClaimAsync("r", "log", OutboxKind.Resolved, Noon));
    }

    private Task<DeliveryClaim> ClaimAsync(DateTimeOffset now) => Deliveries.ClaimAsync("r", "log", OutboxKind.Requested, now);
}
