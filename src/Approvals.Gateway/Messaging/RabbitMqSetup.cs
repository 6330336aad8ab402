using MassTransit;

namespace Approvals.Gateway.Messaging;

internal static class RabbitMqSetup
{
    // Long enough for a replica that was cut off to find what it missed; what it leaves behind for ever does not pile up.
    private static readonly TimeSpan QueueOfAReplicaThatIsGone = TimeSpan.FromMinutes(5);

    /// <summary>Parked calls survive the broker's restart, or the loss of a node; what only rings a replica is that replica's own.</summary>
    public static void UseRabbitMq(this IBusRegistrationConfigurator bus, Uri address)
    {
        bus.AddConfigureEndpointsCallback((queue, endpoint) =>
        {
            var rabbit = (IRabbitMqReceiveEndpointConfigurator)endpoint;
            if (queue == MessagingSetup.ParkedCalls)
            {
                rabbit.SetQuorumQueue();
                return;
            }

            // Newer brokers refuse queues that are neither durable nor exclusive.
            rabbit.Durable = true;
            rabbit.QueueExpiration = QueueOfAReplicaThatIsGone;
        });
        bus.UsingRabbitMq((context, transport) =>
        {
            var account = address.UserInfo.Split(':');
            transport.Host(WithoutAccount(address), host =>
            {
                host.Username(Uri.UnescapeDataString(account[0]));
                host.Password(Uri.UnescapeDataString(account[1]));
                host.PublisherConfirmation = true;
            });
            transport.ConfigureEndpoints(context);
        });
    }

    private static Uri WithoutAccount(Uri address) => new UriBuilder(address) { UserName = "", Password = "" }.Uri;
}
