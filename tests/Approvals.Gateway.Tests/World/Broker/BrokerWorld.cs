namespace Approvals.Gateway.Tests.World.Broker;

internal static class BrokerWorld
{
    /// <summary>The gateway's messages travel over a virtual host of its own, which outlives it.</summary>
    public static async Task<VirtualHost> WithRabbitMqAsync(this GatewayWorld world)
    {
        var host = world.Outlive(await VirtualHost.CreateAsync());
        world.WithRabbitMq(host.Url);
        return host;
    }

    public static GatewayWorld WithRabbitMq(this GatewayWorld world, Uri url) =>
        world.WithSetting("Messaging:Transport", "RabbitMq").WithSetting("Messaging:Url", url.ToString());
}
