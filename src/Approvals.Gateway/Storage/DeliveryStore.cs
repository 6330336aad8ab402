using Microsoft.EntityFrameworkCore;

namespace Approvals.Gateway.Storage;

/// <summary>What was announced where. Messages come twice, late and out of order; people are told once.</summary>
internal sealed class DeliveryStore(WriteQueue writes)
{
    /// <summary>How long somebody may take to announce. Whoever takes longer is dead, and another takes over.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromSeconds(25);

    /// <summary>Before anything happened.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.UnixEpoch;

    /// <summary>Takes on the announcement of a request on a channel: written before it is made, so that of two only one makes it.</summary>
    public Task<DeliveryClaim> ClaimAsync(string requestId, string channel, OutboxKind kind, DateTimeOffset now) => writes.RunAsync(async database =>
    {
        var delivery = await database.Deliveries.FindAsync(requestId, channel, kind);
        if (delivery is { DeliveredAt: not null })
        {
            return DeliveryClaim.Made;
        }

        if (delivery is null)
        {
            database.Deliveries.Add(new DeliveryRow { RequestId = requestId, Channel = channel, Kind = kind, ClaimedAt = now, IsOver = true });
        }
        else if (now - delivery.ClaimedAt < Claim)
        {
            return DeliveryClaim.Elsewhere;
        }
        else
        {
            delivery.ClaimedAt = now;
        }

        await database.SaveChangesAsync();
        return DeliveryClaim.Ours;
    });

    /// <summary>It was announced.</summary>
    public Task<int> MarkMadeAsync(string requestId, string channel, OutboxKind kind, DateTimeOffset now) => writes.RunAsync(database =>
        database.Deliveries.Where(row => row.RequestId == requestId && row.Channel == channel && row.Kind == kind && row.DeliveredAt == null)
            .ExecuteUpdateAsync(rows => rows.SetProperty(row => row.DeliveredAt, now)));
}

/// <summary>Who makes an announcement.</summary>
internal enum DeliveryClaim
{
    /// <summary>Whoever asked.</summary>
    Ours,

    /// <summary>Somebody is at it; ask again later.</summary>
    Elsewhere,

    /// <summary>It was made.</summary>
    Made,
}
