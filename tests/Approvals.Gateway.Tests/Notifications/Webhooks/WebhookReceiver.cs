using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Gateway.Tests.Notifications.Webhooks;

/// <summary>One message as it came.</summary>
internal sealed record Received(IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["webhook-id"];

    public JsonElement Json => JsonElement.Parse(Body);

    public string Type => Json.GetProperty("type").GetString()!;

    public JsonElement Approval => Json.GetProperty("data");
}

/// <summary>A program that takes webhooks, or does not.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<Received> all = new();
    private readonly TaskCompletionSource letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication app;

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        app = builder.Build();
        app.MapPost("/hook", TakeAsync);
        app.MapPost("/elsewhere", context => TakeAsync(context));
    }

    public string Url => $"{app.Urls.First()}/hook";

    /// <summary>What it answers; 200 by default.</summary>
    public int Status { get; set; } = 200;

    /// <summary>What else its answer says.</summary>
    public (string Name, string Value)? Header { get; set; }

    /// <summary>Whether it takes its time, until <see cref="LetGo"/>.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Every message that came, taken or not.</summary>
    public IReadOnlyList<Received> All => [.. all];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    public Task<Received> SeesAsync(string type) => SeesAsync(message => message.Type == type);

    public async Task<Received> SeesAsync(Func<Received, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var rounds = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (all.FirstOrDefault(wanted) is { } found)
            {
                return found;
            }

            await rounds.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Answers what it took its time with.</summary>
    public void LetGo() => letGo.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var text = await body.ReadToEndAsync();
        all.Enqueue(new Received(context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), text));
        if (IsSlow)
        {
            await letGo.Task.WaitAsync(context.RequestAborted);
        }

        if (Header is { } header)
        {
            context.Response.Headers[header.Name] = header.Value;
        }

        context.Response.StatusCode = Status;
    }
}
