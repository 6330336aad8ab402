using System.Threading.Channels;
using Approvals.Requests;
using Microsoft.AspNetCore.SignalR;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>One reviewer's connection. It is told of many changes at once rather than of each, and never makes the others wait.</summary>
internal sealed class LiveConnection(HubCallerContext context, IClientProxy client, Func<Reviewer?> findHolder, TimeProvider clock)
{
    private const int MostUntold = 1_000;
    private const int MostCalls = 20;
    private static readonly TimeSpan CallWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Queue<DateTimeOffset> calls = new();
    private readonly Lock gate = new();
    private Dictionary<string, LiveChange> untold = new(StringComparer.Ordinal);
    private bool isPresenceUntold;

    /// <summary>Whose connection this is, at this instant; null if they have been removed or signed out.</summary>
    public Reviewer? Holder => findHolder();

    /// <summary>Notes what to tell. Who is too slow to be told is cut off: coming back, they read everything afresh.</summary>
    public void Offer(LiveChange change)
    {
        lock (gate)
        {
            if (untold.Count >= MostUntold && !untold.ContainsKey(change.Request.Id))
            {
                context.Abort();
                return;
            }

            var isNew = change.IsNew || (untold.TryGetValue(change.Request.Id, out var earlier) && earlier.IsNew);
            untold[change.Request.Id] = change with { IsNew = isNew };
        }

        bell.Writer.TryWrite(true);
    }

    /// <summary>Notes that others look at something else now.</summary>
    public void OfferPresence()
    {
        Volatile.Write(ref isPresenceUntold, true);
        bell.Writer.TryWrite(true);
    }

    /// <summary>Counts a call. False if there are more than a person makes.</summary>
    public bool MayCall()
    {
        var now = clock.GetUtcNow();
        while (calls.TryPeek(out var oldest) && oldest <= now - CallWindow)
        {
            calls.Dequeue();
        }

        calls.Enqueue(now);
        return calls.Count <= MostCalls;
    }

    public void Cut() => context.Abort();

    /// <summary>Tells, until the connection ends.</summary>
    public async Task RunAsync()
    {
        var closed = context.ConnectionAborted;
        try
        {
            while (await bell.Reader.WaitToReadAsync(closed))
            {
                bell.Reader.TryRead(out _);
                var next = clock.GetUtcNow() + Pause;
                await TellAsync(Take(), closed);
                await TellOfPresenceAsync(closed);
                if (next - clock.GetUtcNow() is { Ticks: > 0 } left)
                {
                    await Task.Delay(left, clock, closed);
                }
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // It has ended.
        }
        catch
        {
            // What could not be sent is missing there: only a new beginning is safe.
            context.Abort();
            throw;
        }
    }

    private Dictionary<string, LiveChange> Take()
    {
        lock (gate)
        {
            var taken = untold;
            untold = new Dictionary<string, LiveChange>(StringComparer.Ordinal);
            return taken;
        }
    }

    // Without a word of whom or what: whoever may see that reads it.
    private async Task TellOfPresenceAsync(CancellationToken closed)
    {
        if (Interlocked.Exchange(ref isPresenceUntold, false))
        {
            await client.SendAsync("PresenceChanged", closed);
        }
    }

    private async Task TellAsync(Dictionary<string, LiveChange> changes, CancellationToken closed)
    {
        if (Holder is not { } person)
        {
            context.Abort();
            return;
        }

        foreach (var change in changes.Values)
        {
            if (ApprovalView.For(change.Request, person) is { } view)
            {
                await client.SendAsync(change.IsNew ? "ApprovalOpened" : "ApprovalChanged", ApprovalSummary.Of(view), closed);
            }
        }
    }
}

/// <summary>A request as it is now, and whether it has only just been opened.</summary>
internal sealed record LiveChange(ApprovalRequest Request, bool IsNew);
