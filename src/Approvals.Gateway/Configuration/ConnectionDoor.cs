using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Approvals.Gateway.Configuration;

/// <summary>Lets as many connections in as can be served. One more hears at once when to come back, and is closed.</summary>
internal sealed class ConnectionDoor(ConnectionCap cap, TimeProvider clock)
{
    private const byte TlsHandshake = 0x16;
    private const string Problem = """{"title":"The gateway serves as many connections as it can. Try again in 5 seconds.","status":503,"code":"too_many_connections"}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly byte[] ComeBack = Encoding.ASCII.GetBytes(
        $"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: {Problem.Length}\r\n\r\n{Problem}");

    private int _served;
    private int _turnedAway;

    public async Task EnterAsync(ConnectionContext connection, ConnectionDelegate serve)
    {
        if (Interlocked.Increment(ref _served) <= cap.Served)
        {
            try
            {
                await serve(connection);
            }
            finally
            {
                Interlocked.Decrement(ref _served);
            }

            return;
        }

        Interlocked.Decrement(ref _served);
        try
        {
            if (Interlocked.Increment(ref _turnedAway) <= cap.TurnedAway)
            {
                await TurnAwayAsync(connection);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _turnedAway);
        }
    }

    // What is being asked is read too: an answer that leaves bytes unread is lost to a reset.
    private async Task TurnAwayAsync(ConnectionContext connection)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, connection.ConnectionClosed);
        try
        {
            var (input, isTold) = (connection.Transport.Input, false);
            // Who speaks TLS would not understand a word.
            while (await input.ReadAsync(enough.Token) is { IsCompleted: false, Buffer: var asked } && (isTold || asked.FirstSpan is not [TlsHandshake, ..]))
            {
                if (!isTold)
                {
                    await connection.Transport.Output.WriteAsync(ComeBack, enough.Token);
                }

                isTold = true;
                input.AdvanceTo(asked.End);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // It had its second, or left.
        }
    }
}

internal static class ConnectionDoorSetup
{
    public static void AddConnectionDoor(this WebApplicationBuilder builder, GatewayOptions options)
    {
        var cap = ConnectionCap.OfThisProcess(options.MaxConnections);
        builder.Services.AddSingleton(cap);
        builder.Services.AddSingleton<ConnectionDoor>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // The server's own limit closes without a word; it only holds what the door lets stand before it.
            kestrel.Limits.MaxConcurrentConnections = (long)cap.Served + cap.TurnedAway;
            kestrel.Limits.MaxConcurrentUpgradedConnections = cap.Upgraded;
            var door = kestrel.ApplicationServices.GetRequiredService<ConnectionDoor>();
            kestrel.ConfigureEndpointDefaults(listen => listen.Use(serve => connection => door.EnterAsync(connection, serve)));
        });
    }
}
