using System.Threading.Channels;

namespace Approvals.Gateway.Storage;

/// <summary>Rings when a message was committed. A ring too many does no harm, and one that is missed is made good by the sweep.</summary>
internal sealed class OutboxBell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    public ValueTask<bool> WaitAsync(CancellationToken stop) => _rings.Reader.ReadAsync(stop);
}
