using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace Approvals.Cli.Reviewing;

/// <summary>A connection to the hub that comes back by itself. What it missed is read from the gateway's list.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private readonly GatewayDoor door;
    private readonly WatchPrinter printer;
    private readonly HubConnection hub;
    // An id that has news, or null for: look at everything.
    private readonly Channel<string?> news = Channel.CreateUnbounded<string?>();

    public Watch(GatewayDoor door, WatchPrinter printer)
    {
        (this.door, this.printer) = (door, printer);
        hub = new HubConnectionBuilder()
            .WithUrl(door.Hub, connection => connection.AccessTokenProvider = () => Task.FromResult<string?>(door.Token))
            .WithAutomaticReconnect(new Patient())
            .Build();
        hub.On("Ready", () => news.Writer.TryWrite(null));
        hub.On<JsonElement>("ApprovalOpened", Note);
        hub.On<JsonElement>("ApprovalChanged", Note);
        hub.Reconnecting += _ =>
        {
            printer.Remark("The connection is lost; trying to come back.");
            return Task.CompletedTask;
        };
        hub.Reconnected += _ =>
        {
            printer.Remark("Connected again.");
            return Task.CompletedTask;
        };
        hub.Closed += failure =>
        {
            news.Writer.TryComplete(failure ?? new HttpRequestException("It closed the connection."));
            return Task.CompletedTask;
        };
    }

    public ValueTask DisposeAsync() => hub.DisposeAsync();

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await hub.StartAsync(stop);
            await foreach (var id in news.Reader.ReadAllAsync(stop))
            {
                await (id is null ? LookAtAllAsync(stop) : LookAtAsync(id, stop));
            }
        }
        catch (HttpRequestException refused) when (IsRefused(refused))
        {
            throw new GatewayRefusal("The gateway does not know this token.");
        }
    }

    private void Note(JsonElement summary)
    {
        if (printer.IsNews(new Approval(summary)))
        {
            news.Writer.TryWrite(summary.GetProperty("id").GetString());
        }
    }

    // The hub's summary does not say who decided.
    private async Task LookAtAsync(string id, CancellationToken stop) => printer.Tell(await door.FindAsync(id, stop));

    private async Task LookAtAllAsync(CancellationToken stop)
    {
        var (items, hasMore) = await door.ListAsync("pending", stop);
        foreach (var approval in items.Reverse())
        {
            printer.Tell(approval);
        }

        foreach (var id in printer.Waiting.Except(items.Select(approval => approval.Id)))
        {
            await LookAtAsync(id, stop);
        }

        if (hasMore)
        {
            printer.Remark($"More than {GatewayDoor.MostAtOnce} wait; the oldest are not shown.");
        }
    }

    private static bool IsRefused(Exception? failure) =>
        failure is HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden };

    /// <summary>Tries for as long as it takes, unless the gateway says no.</summary>
    private sealed class Patient : IRetryPolicy
    {
        private const int LongestSeconds = 10;

        public TimeSpan? NextRetryDelay(RetryContext retryContext) => IsRefused(retryContext.RetryReason)
            ? null
            : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, retryContext.PreviousRetryCount) / 4, LongestSeconds));
    }
}
