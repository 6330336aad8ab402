using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace Approvals.Gateway.Tests.World.Live;

/// <summary>A program on the hub: it keeps what it is told, in order.</summary>
internal sealed class HubProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<(string Event, JsonElement Summary)> _heard = Channel.CreateUnbounded<(string, JsonElement)>();
    private readonly Channel<bool> _presence = Channel.CreateUnbounded<bool>();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HubProgram(HubConnection hub)
    {
        Hub = hub;
        hub.On("Ready", () => _ready.TrySetResult());
        hub.On("PresenceChanged", () => _presence.Writer.TryWrite(true));
        foreach (var name in new[] { "ApprovalOpened", "ApprovalChanged" })
        {
            hub.On<JsonElement>(name, summary => _heard.Writer.TryWrite((name, summary)));
        }

        hub.Closed += _ =>
        {
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
    }

    public HubConnection Hub { get; }

    public int HeardCount => _heard.Reader.Count;

    public static Task<HubProgram> ConnectAsync(Uri gateway, string token) => StartAsync(new HubConnectionBuilder()
        .WithUrl(AddressAt(gateway), connection => connection.AccessTokenProvider = () => Task.FromResult<string?>(token)));

    /// <summary>The page's own connection: the browser's cookies, its origin, and the token of its forms.</summary>
    public static Task<HubProgram> ConnectAsync(Uri gateway, PageBrowser browser) => StartAsync(new HubConnectionBuilder()
        .WithUrl(new Uri(AddressAt(gateway), $"?form_token={Uri.EscapeDataString(browser.FormToken!)}"), connection =>
        {
            connection.Headers["Origin"] = browser.Origin;
            connection.Headers["Cookie"] = browser.CookieHeader;
        }));

    public static Uri AddressAt(Uri gateway) => new(gateway, "/hubs/approvals");

    public async Task<(string Event, JsonElement Summary)> HearsAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        return await _heard.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Waits until it is told that others look at something else.</summary>
    public async Task HearsOfPresenceAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _presence.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Listens until it hears of this standing.</summary>
    public async Task<JsonElement> HearsOfAsync(string status)
    {
        while (true)
        {
            var (_, summary) = await HearsAsync();
            if (summary.GetProperty("status").GetString() == status)
            {
                return summary;
            }
        }
    }

    public Task<JsonElement> DecideAsync(string id, string decision, string? reason = null, string? fingerprint = null) =>
        Hub.InvokeAsync<JsonElement>("Decide", id, decision, reason, fingerprint ?? PageWorld.FingerprintOf(id));

    public Task IsClosedAsync() => _closed.Task.WaitAsync(Patience);

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private static async Task<HubProgram> StartAsync(IHubConnectionBuilder builder)
    {
        var program = new HubProgram(builder.Build());
        await program.Hub.StartAsync();
        // From here on it is told everything, unless it was turned away.
        await Task.WhenAny(program._ready.Task, program._closed.Task).WaitAsync(Patience);
        return program;
    }
}
