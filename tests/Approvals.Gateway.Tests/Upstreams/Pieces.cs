namespace Approvals.Gateway.Tests.Upstreams;

/// <summary>A stream that comes in these pieces, each in a read of its own.</summary>
internal sealed class Pieces(IEnumerable<byte[]> pieces) : MemoryStream
{
    private readonly Queue<byte[]> _left = new(pieces);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_left.TryDequeue(out var piece))
        {
            return ValueTask.FromResult(0);
        }

        if (piece.Length > buffer.Length)
        {
            // What does not fit comes first the next time.
            var rest = _left.ToArray();
            _left.Clear();
            _left.Enqueue(piece[buffer.Length..]);
            rest.ToList().ForEach(_left.Enqueue);
            piece = piece[..buffer.Length];
        }

        piece.CopyTo(buffer);
        return ValueTask.FromResult(piece.Length);
    }
}
