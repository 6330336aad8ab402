using System.Security.Cryptography;
using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Approvals.Gateway.Messaging;

internal static class MessagingSetup
{
    /// <summary>The queue that carries parked calls to whoever announces them. One consumer gets each message.</summary>
    public const string ParkedCalls = "parked-calls";

    /// <summary>Connects the bus. <typeparamref name="TAnnounce"/> shares a queue over all replicas; <typeparamref name="TWake"/> hears everything on each, and so do <paramref name="onlookers"/>.</summary>
    public static void AddMessaging<TAnnounce, TWake>(this WebApplicationBuilder builder, MessagingOptions options, params Type[] onlookers)
        where TAnnounce : class, IConsumer<ApprovalRequested>
        where TWake : class, IConsumer<ApprovalResolved>
    {
        var replica = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        builder.Services.AddMassTransit(bus =>
        {
            // It is on by default, and posts host details to its makers.
            bus.DisableUsageTelemetry();
            // Without a broker calls are parked and decided all the same; they are only announced later.
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            bus.AddConsumer<TAnnounce>().Endpoint(endpoint => endpoint.Name = ParkedCalls);
            bus.AddConsumer<TWake>().Endpoint(endpoint =>
            {
                endpoint.Name = $"approval-resolved-{replica}";
                endpoint.Temporary = true;
            });
            foreach (var onlooker in onlookers)
            {
                bus.AddConsumer(onlooker).Endpoint(endpoint =>
                {
                    endpoint.Name = $"{onlooker.Name}-{replica}";
                    endpoint.Temporary = true;
                });
            }

            bus.AddReceiveObserver<UnreadableMessages>();
            if (options.IsRabbitMq)
            {
                bus.UseRabbitMq(new Uri(options.Url!));
            }
            else
            {
                bus.UsingInMemory((context, transport) => transport.ConfigureEndpoints(context));
            }
        });
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(host =>
        {
            host.WaitUntilStarted = false;
            // By default it waits for ever, and a dead broker never answers.
            host.StopTimeout = TimeSpan.FromSeconds(5);
            host.ConsumerStopTimeout = TimeSpan.FromSeconds(3);
        });
        builder.Services.AddHostedService<OutboxDispatcher>();
    }
}
