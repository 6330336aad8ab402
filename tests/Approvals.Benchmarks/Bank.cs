using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Approvals.Benchmarks;

/// <summary>An upstream in this process: it knows when each call came, and how many connections to it are open.</summary>
internal sealed class Bank : IAsyncDisposable
{
    private const string Tools = """{"tools":[{"name":"pay","description":"Pays.","inputSchema":{"type":"object"}}]}""";

    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _arrivals = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private int _connections;
    private int _inFlight;

    private Bank()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Use(next => async connection =>
        {
            Interlocked.Increment(ref _connections);
            try
            {
                await next(connection);
            }
            finally
            {
                Interlocked.Decrement(ref _connections);
            }
        })));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url => new(_app.Urls.First() + "/mcp");

    /// <summary>Open connections of the gateway, idle ones of its pool among them.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Requests that it is answering.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    public static async Task<Bank> StartAsync()
    {
        var bank = new Bank();
        await bank._app.StartAsync();
        return bank;
    }

    /// <summary>The timestamp at which the call with this key came, once it has.</summary>
    public Task<long> ArrivalOf(string key) => Arrival(key).Task;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private TaskCompletionSource<long> Arrival(string key) =>
        _arrivals.GetOrAdd(key, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task AnswerAsync(HttpContext http)
    {
        var now = TimeProvider.System.GetTimestamp();
        Interlocked.Increment(ref _inFlight);
        try
        {
            using var message = await JsonDocument.ParseAsync(http.Request.Body);
            var root = message.RootElement;
            if (!root.TryGetProperty("id", out var id))
            {
                http.Response.StatusCode = StatusCodes.Status202Accepted;
                return;
            }

            if (root.GetProperty("method").GetString() == "tools/call")
            {
                Arrival(root.GetProperty("params").GetProperty("arguments").GetProperty("key").GetString()!).TrySetResult(now);
            }

            var result = root.GetProperty("method").GetString() == "tools/list" ? Tools : """{"content":[{"type":"text","text":"paid"}]}""";
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{id.GetRawText()}},"result":{{result}}}"""));
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}
