using System.Text.Json;
using System.Threading.Channels;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Storage.Records;

namespace Approvals.Gateway.Audit;

/// <summary>
/// Audit rows of calls that no person is asked about. A call only leaves a note here, in memory; the rows are written in batches,
/// within a second. A kill may lose that second, which is why no note here is anybody's right to anything.
/// </summary>
internal sealed partial class CallJournal(AuditTrail trail, GatewayOptions options, TimeProvider clock, ILogger<CallJournal> log) : BackgroundService
{
    public const int MostInOneBatch = 1_000;

    // Half of what a row may be late; the other half is for the write.
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly Channel<CallEntry> _entries = Channel.CreateUnbounded<CallEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private int _unwritten;
    private long _oldestTicks = long.MaxValue;

    /// <summary>
    /// Notes a call. False when the database is further behind than a second or a thousand rows, when the backlog is full, and while the
    /// gateway stops: the call must not go on.
    /// </summary>
    public bool TryAdd(in CallEntry entry)
    {
        var unwritten = Interlocked.Increment(ref _unwritten);
        var isInTime = unwritten <= MostInOneBatch || entry.At.UtcTicks - Volatile.Read(ref _oldestTicks) <= MostBehind.Ticks;
        if (isInTime && unwritten <= options.AuditBacklog && _entries.Writer.TryWrite(entry))
        {
            return true;
        }

        Interlocked.Decrement(ref _unwritten);
        return false;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was noted is still written; calls that come now are refused.
        _entries.Writer.TryComplete();
        await _stopping.CancelAsync();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken);
        }

        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _stopping.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(WriteAllAsync, CancellationToken.None);

    private async Task WriteAllAsync()
    {
        var batch = new List<CallEntry>(MostInOneBatch);
        while (await _entries.Reader.WaitToReadAsync())
        {
            batch.Clear();
            await CollectAsync(batch);
            await WriteAsync([.. batch.Select(RowOf)]);
            Volatile.Write(ref _oldestTicks, long.MaxValue);
            Interlocked.Add(ref _unwritten, -batch.Count);
        }
    }

    private async Task CollectAsync(List<CallEntry> batch)
    {
        using var limit = new CancellationTokenSource(Interval, clock);
        try
        {
            while (batch.Count < MostInOneBatch)
            {
                batch.Add(await _entries.Reader.ReadAsync(limit.Token));
                Volatile.Write(ref _oldestTicks, batch[0].At.UtcTicks);
            }
        }
        catch (Exception enough) when (enough is OperationCanceledException or ChannelClosedException)
        {
            // The time is up, or these are the last.
        }
    }

    private async Task WriteAsync(IReadOnlyList<AuditRow> rows)
    {
        while (true)
        {
            try
            {
                await trail.WriteAsync(rows);
                return;
            }
            catch (Exception broken) when (!_stopping.IsCancellationRequested)
            {
                LogNotWritten(log, rows.Count, broken);
            }
            catch (Exception broken)
            {
                // Nobody waits for a database that is away when the gateway stops.
                LogLost(log, rows.Count, broken);
                return;
            }

            await Task.Delay(BetweenAttempts, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static AuditRow RowOf(CallEntry entry) => new()
    {
        At = entry.At,
        Kind = entry.Verdict switch
        {
            CallVerdict.Allowed => "call.allowed",
            CallVerdict.Denied => "call.denied",
            CallVerdict.RateLimited => "call.rate_limited",
            CallVerdict.AskedForContext => "call.context",
            CallVerdict.WouldDeny => "call.would_deny",
            CallVerdict.WouldAsk => "call.would_ask",
            CallVerdict.WouldLimit => "call.would_limit",
            _ => "call.too_many",
        },
        Actor = entry.Grant,
        DetailJson = JsonSerializer.Serialize(new CallDetail(entry.Upstream, entry.Tool, entry.Rule, entry.PolicyVersion), AuditJson.Default.CallDetail),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} audit rows of calls cannot be written; they are tried again, and calls are refused once the backlog is full.")]
    private static partial void LogNotWritten(ILogger log, int count, Exception exception);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Count} audit rows of calls were lost: the gateway stops and the database does not take them.")]
    private static partial void LogLost(ILogger log, int count, Exception exception);
}
