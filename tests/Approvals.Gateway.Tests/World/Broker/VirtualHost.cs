using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace Approvals.Gateway.Tests.World.Broker;

/// <summary>A corner of RabbitMQ that no other test sees.</summary>
internal sealed class VirtualHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(50);

    private readonly string _name = "test-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private VirtualHost()
    {
    }

    /// <summary>What goes into <c>Messaging:Url</c>.</summary>
    public Uri Url => new UriBuilder(RabbitMq.Url) { Path = "/" + _name }.Uri;

    public static async Task<VirtualHost> CreateAsync()
    {
        var host = new VirtualHost();
        (await RabbitMq.Management.PutAsync($"api/vhosts/{host._name}", null)).EnsureSuccessStatusCode();
        return host;
    }

    public async Task<JsonElement[]> QueuesAsync() =>
        (await RabbitMq.Management.GetFromJsonAsync<JsonElement>($"api/queues/{_name}")).EnumerateArray().ToArray();

    /// <summary>Waits until the queue is there.</summary>
    public async Task<JsonElement> SeesQueueAsync(string name)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(Round);
        while (true)
        {
            using var answer = await RabbitMq.Management.GetAsync($"api/queues/{_name}/{name}", limit.Token);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadFromJsonAsync<JsonElement>();
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Takes one message off a queue, waiting for it.</summary>
    public async Task<string> TakeAsync(string queue)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(Round);
        while (true)
        {
            using var answer = await RabbitMq.Management.PostAsJsonAsync(
                $"api/queues/{_name}/{queue}/get", new { count = 1, ackmode = "ack_requeue_false", encoding = "auto" });
            if (answer.IsSuccessStatusCode && await answer.Content.ReadFromJsonAsync<JsonElement>() is var found && found.GetArrayLength() > 0)
            {
                return found[0].GetProperty("payload").GetString()!;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Puts a message on a queue that no gateway wrote.</summary>
    public async Task PutAsync(string queue, string payload)
    {
        await SeesQueueAsync(queue);
        using var answer = await RabbitMq.Management.PostAsJsonAsync($"api/exchanges/{_name}/amq.default/publish", new
        {
            routing_key = queue,
            payload,
            payload_encoding = "string",
            properties = new { content_type = "application/vnd.masstransit+json", delivery_mode = 2 },
        });
        Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("routed").GetBoolean());
    }

    public async ValueTask DisposeAsync() => (await RabbitMq.Management.DeleteAsync($"api/vhosts/{_name}")).EnsureSuccessStatusCode();
}
