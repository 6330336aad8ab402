using System.Collections.Concurrent;
using System.Threading.Channels;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Storage;
using Approvals.Requests;

namespace Approvals.Gateway.Notifications;

/// <summary>
/// Brings every recipient to where its requests are. It looks for deliveries that lag behind, so it does not matter whether a change was made
/// here, on another replica or before a restart. Each recipient has a queue of its own: one that answers slowly, or not at all, holds up no other.
/// </summary>
internal sealed partial class Announcer(
    FollowedDeliveries deliveries, ApprovalStore store, IEnumerable<INotificationChannel> channels, ChangeBell changes, NotificationTroubles troubles,
    TimeProvider clock, ILogger<Announcer> log) : BackgroundService
{
    private const char Between = ':';
    private const int MostAtOnce = 200;
    private const int MostAttemptsAfterTheEnd = 30;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(5);
    // What was sent and not noted would be sent again by whoever starts next.
    private static readonly TimeSpan ToFinish = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, INotificationChannel> byName = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);
    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, Task> working = new(StringComparer.Ordinal);

    /// <summary>From now on everybody who should hear of this request does, to its end.</summary>
    public async Task FollowAsync(ApprovalRequest request)
    {
        var recipients = byName.Values.SelectMany(channel => channel.RecipientsOf(request).Distinct().Select(recipient => $"{channel.Name}{Between}{recipient}")).ToList();
        if (recipients.Count > 0 && await deliveries.OpenAsync(request.Id, recipients, clock.GetUtcNow()) > 0)
        {
            Ring();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (byName.Count == 0)
        {
            return;
        }

        changes.Rung += _ => Ring();
        using var sending = new CancellationTokenSource();
        await using var ending = stoppingToken.UnsafeRegister(sending => ((CancellationTokenSource)sending!).CancelAfter(ToFinish), sending);
        try
        {
            await LookForNewsAsync(sending.Token, stoppingToken);
        }
        finally
        {
            await Task.WhenAll(working.Values);
        }
    }

    private async Task LookForNewsAsync(CancellationToken sending, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var recipient in (await deliveries.FindDueAsync(clock.GetUtcNow(), null, MostAtOnce, stop)).Select(row => row.Channel).Distinct())
                {
                    Begin(recipient, sending, stop);
                }
            }
            catch (Exception broken) when (broken is not OperationCanceledException)
            {
                LogRoundFailed(log, broken);
            }

            await WaitForRingAsync(stop);
        }
    }

    private void Ring() => bell.Writer.TryWrite(true);

    private void Begin(string recipient, CancellationToken sending, CancellationToken stop)
    {
        var done = new TaskCompletionSource();
        if (byName.TryGetValue(recipient.Split(Between)[0], out var channel) && working.TryAdd(recipient, done.Task))
        {
            _ = WorkOffAsync(channel, recipient, done, sending, stop);
        }
    }

    private async Task WorkOffAsync(INotificationChannel channel, string recipient, TaskCompletionSource done, CancellationToken sending, CancellationToken stop)
    {
        try
        {
            while (await deliveries.FindDueAsync(clock.GetUtcNow(), recipient, MostAtOnce, stop) is { Count: > 0 } due)
            {
                foreach (var delivery in due)
                {
                    stop.ThrowIfCancellationRequested();
                    if (await TellAsync(channel, delivery, sending) is Told.Later { HoldsQueue: true, After: var after })
                    {
                        await Task.Delay(after ?? FirstRetry, clock, stop);
                        break;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever starts next goes on here.
        }
        catch (Exception broken)
        {
            LogRoundFailed(log, broken);
            await Task.Delay(FirstRetry, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // News that came while the last look was made is found by the next one.
        working.TryRemove(recipient, out _);
        done.SetResult();
        Ring();
    }

    /// <summary>Null if somebody else is at it.</summary>
    private async Task<Told?> TellAsync(INotificationChannel channel, DeliveryRow delivery, CancellationToken stop)
    {
        if (!await deliveries.TakeAsync(delivery, clock.GetUtcNow()))
        {
            return null;
        }

        var request = await store.FindAsync(delivery.RequestId, stop);
        var told = request is null
            ? new Told.Never("The request is gone.")
            : await TryAsync(() => channel.TellAsync(delivery.Channel[(channel.Name.Length + 1)..], delivery.Handle, request, stop), stop);
        await deliveries.NoteAsync(After(delivery, told, request));
        Note(delivery.Channel, told);
        return told;
    }

    private async Task<Told> TryAsync(Func<Task<Told>> tell, CancellationToken stop)
    {
        try
        {
            return await tell();
        }
        catch (Exception broken) when (!stop.IsCancellationRequested)
        {
            LogTellingFailed(log, broken);
            return new Told.Later($"It broke ({broken.GetType().Name}).");
        }
    }

    private DeliveryRow After(DeliveryRow delivery, Told told, ApprovalRequest? request)
    {
        var now = clock.GetUtcNow();
        switch (told)
        {
            case Told.Done done:
                delivery.DeliveredAt ??= now;
                (delivery.Handle, delivery.ToldVersion, delivery.Attempts, delivery.Problem) = (done.Handle, request!.Version, 0, null);
                delivery.IsOver = request.IsOver();
                break;
            case Told.Later later:
                delivery.Attempts++;
                var pause = TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(delivery.Attempts - 1, 10)));
                (delivery.DueAt, delivery.Problem, delivery.Handle) = (now + (later.After ?? pause), later.Why, later.Handle ?? delivery.Handle);
                // What has ended needs nobody any more: it is not tried for ever.
                delivery.IsOver = delivery.Attempts >= MostAttemptsAfterTheEnd && request?.IsOver() == true;
                break;
            case Told.Never never:
                (delivery.IsOver, delivery.Problem) = (true, never.Why);
                break;
        }

        return delivery;
    }

    // Once when it breaks and once when it is well again.
    private void Note(string recipient, Told told)
    {
        if (told is Told.Later later && troubles.Add(recipient, later.Why))
        {
            LogTroubled(log, recipient, later.Why);
        }
        else if (told is Told.Done or Told.Never && troubles.Remove(recipient))
        {
            LogWell(log, recipient);
        }
    }

    private async Task WaitForRingAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Sweep, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nobody rang: look all the same.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What people have to be told of could not be read or noted; it is tried again.")]
    private static partial void LogRoundFailed(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling people of a request broke; it is tried again.")]
    private static partial void LogTellingFailed(ILogger log, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Recipient} cannot be told of requests: {Why} Calls are parked and can be decided elsewhere; it is tried again.")]
    private static partial void LogTroubled(ILogger log, string recipient, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Recipient} can be told of requests again.")]
    private static partial void LogWell(ILogger log, string recipient);
}
