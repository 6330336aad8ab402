using Approvals.Gateway.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Approvals.Gateway.Messaging;

/// <summary>Whether RabbitMQ takes a connection with the configured user and virtual host. Nothing is declared or sent.</summary>
internal static class BrokerCheck
{
    private const string Subject = "messaging";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Diagnosis> LookAsync(MessagingOptions options, TimeProvider clock, CancellationToken stop)
    {
        if (!options.IsRabbitMq)
        {
            return new Diagnosis.Fine(Subject, "is within the gateway's own process; there is no broker to reach.");
        }

        var address = new Uri(options.Url!);
        var where = $"RabbitMQ at {address.Host}:{(address.Port > 0 ? address.Port : address.Scheme == "amqps" ? 5671 : 5672)}";
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            var factory = new ConnectionFactory { Uri = address, AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = Patience };
            if (address.AbsolutePath.Trim('/') is { Length: > 0 } host)
            {
                factory.VirtualHost = Uri.UnescapeDataString(host);
            }

            await using var connection = await factory.CreateConnectionAsync("approvals doctor", either.Token);
            // A connection counts as open before the broker has looked for its virtual host; a channel does not.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: either.Token);
            await connection.CloseAsync(either.Token);
            return new Diagnosis.Fine(Subject, $"{where} takes the configured user and virtual host.");
        }
        catch (Exception refused) when (refused is BrokerUnreachableException or RabbitMQClientException or IOException or OperationCanceledException or TimeoutException)
        {
            stop.ThrowIfCancellationRequested();
            return new Diagnosis.Broken(Subject, $"{where} {Why(refused)}");
        }
    }

    private static string Why(Exception refused) => (refused.InnerException ?? refused) switch
    {
        AuthenticationFailureException => "refuses the user or the password; mend Messaging:Url.",
        OperationInterruptedException { ShutdownReason.ReplyCode: 530 } => "has no such virtual host, or the user may not use it; mend the path of Messaging:Url.",
        OperationCanceledException or TimeoutException => $"did not answer within {Patience.TotalSeconds:0} s; see whether it runs, and whether a firewall is in between.",
        _ => "cannot be reached; see whether it runs, and whether Messaging:Url names it. Until then calls are parked and decided, and people are told late.",
    };
}
