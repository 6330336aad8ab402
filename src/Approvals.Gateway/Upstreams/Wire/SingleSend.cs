using System.Net;
using System.Net.Http.Headers;

namespace Approvals.Gateway.Upstreams.Wire;

/// <summary>
/// A body that knows whether any of it was handed to the network, and that refuses to be sent twice: a client that retries by itself
/// would make one approval run two times.
/// </summary>
internal sealed class SingleSend : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Action? _onSent;
    private int _sends;

    public SingleSend(ReadOnlyMemory<byte> body, Action? onSent)
    {
        _body = body;
        _onSent = onSent;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    public bool WasStarted => Volatile.Read(ref _sends) > 0;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _sends) > 1)
        {
            throw new InvalidOperationException("A message is sent to its upstream once.");
        }

        await stream.WriteAsync(_body, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _onSent?.Invoke();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
