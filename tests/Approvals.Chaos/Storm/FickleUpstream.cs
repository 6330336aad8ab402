using System.Text;
using System.Text.Json;
using Approvals.Chaos.Checking;
using Approvals.Chaos.Plans;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Approvals.Chaos.Storm;

/// <summary>An upstream that counts its effects by key, and that treats each call as its plan says. It runs in this process, which nobody kills.</summary>
internal sealed class FickleUpstream : IAsyncDisposable
{
    private const string Session = "chaos";
    private const string Tools = """{"tools":[{"name":"pay","description":"Pays.","inputSchema":{"type":"object"}},{"name":"rush","description":"Pays at once.","inputSchema":{"type":"object"}}]}""";

    private readonly WebApplication _app;
    private readonly Chronicle _chronicle;
    private readonly Dice _dice;
    private readonly Random _lists;
    private int _inFlight;

    private FickleUpstream(Chronicle chronicle, Dice dice)
    {
        (_chronicle, _dice, _lists) = (chronicle, dice, dice.For("lists"));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url => new(_app.Urls.First() + "/mcp");

    /// <summary>From now on it lists its tools without trouble.</summary>
    public bool IsCalm { get; set; }

    public bool IsIdle => Volatile.Read(ref _inFlight) == 0;

    public static async Task<FickleUpstream> StartAsync(Chronicle chronicle, Dice dice)
    {
        var upstream = new FickleUpstream(chronicle, dice);
        await upstream._app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Method != "POST")
        {
            http.Response.StatusCode = http.Request.Method == "GET" ? 405 : 200;
            return;
        }

        var message = (await JsonDocument.ParseAsync(http.Request.Body)).RootElement;
        var id = message.TryGetProperty("id", out var given) ? given.GetRawText() : null;
        switch (message.GetProperty("method").GetString())
        {
            case "initialize":
                http.Response.Headers["Mcp-Session-Id"] = Session;
                await ReplyAsync(http, $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"chaos","version":"1"} } }""");
                break;
            case "tools/list":
                await ListAsync(http, id!);
                break;
            case "tools/call":
                Interlocked.Increment(ref _inFlight);
                try
                {
                    await CallAsync(http, id!, message.GetProperty("params").GetProperty("arguments").GetProperty("key").GetString()!);
                }
                finally
                {
                    Interlocked.Decrement(ref _inFlight);
                }

                break;
            default:
                http.Response.StatusCode = 202;
                break;
        }
    }

    private Task ListAsync(HttpContext http, string id)
    {
        switch (IsCalm ? 0 : Draw())
        {
            case 1:
                http.Abort();
                return Task.CompletedTask;
            case 2:
                http.Response.StatusCode = 503;
                return Task.CompletedTask;
            default:
                return ReplyAsync(http, $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{Tools}}}""");
        }
    }

    private int Draw()
    {
        lock (_lists)
        {
            return _lists.Among((96, 0), (2, 1), (2, 2));
        }
    }

    // It takes no notice of a caller that goes away: most servers do not.
    private async Task CallAsync(HttpContext http, string id, string key)
    {
        var plan = KeyPlan.Of(_dice, key);
        _chronicle.Add(new Happening.Arrived(key, plan.Trouble));
        switch (plan.Trouble)
        {
            case Trouble.Slow:
                await BeSlowAsync(key, plan);
                await RanAsync(http, id, key);
                break;
            case Trouble.DropsBefore:
                http.Abort();
                break;
            case Trouble.DropsAfter:
                _chronicle.Add(new Happening.Effect(key));
                http.Abort();
                break;
            case Trouble.Hangs:
                _chronicle.Add(new Happening.Effect(key));
                await Task.Delay(Timeout.InfiniteTimeSpan, _chronicle.Clock, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case Trouble.ServerErrorBefore:
                http.Response.StatusCode = plan.ActsFirst ? 500 : 503;
                break;
            case Trouble.ServerErrorAfter:
                _chronicle.Add(new Happening.Effect(key));
                http.Response.StatusCode = plan.ActsFirst ? 500 : 503;
                break;
            case Trouble.Declines:
                await ReplyAsync(http, $$$"""{"jsonrpc":"2.0","id":{{{id}}},"error":{"code":-32602,"message":"declined {{{key}}}"}}""");
                break;
            case Trouble.TurnsAway:
                http.Response.StatusCode = 429;
                break;
            default:
                _chronicle.Add(new Happening.Effect(key));
                await RanAsync(http, id, key);
                break;
        }
    }

    private async Task BeSlowAsync(string key, KeyPlan plan)
    {
        if (plan.ActsFirst)
        {
            _chronicle.Add(new Happening.Effect(key));
        }

        await Task.Delay(plan.Slowness, _chronicle.Clock);
        if (!plan.ActsFirst)
        {
            _chronicle.Add(new Happening.Effect(key));
        }
    }

    private static Task RanAsync(HttpContext http, string id, string key) => ReplyAsync(
        http, $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"content":[{"type":"text","text":"ran {{{key}}}"}]}}""", isStream: key[^1] % 2 == 0);

    private static async Task ReplyAsync(HttpContext http, string message, bool isStream = false)
    {
        http.Response.ContentType = isStream ? "text/event-stream" : "application/json";
        var bytes = Encoding.UTF8.GetBytes(isStream ? $"event: message\ndata: {message}\n\n" : message);
        try
        {
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
        }
    }
}
