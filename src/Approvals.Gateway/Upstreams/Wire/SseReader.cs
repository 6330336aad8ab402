using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;

namespace Approvals.Gateway.Upstreams.Wire;

/// <summary>Reads server-sent events as the HTML standard says (all three line endings), each within a bound.</summary>
internal static class SseReader
{
    /// <exception cref="InvalidDataException">An event is larger than <paramref name="mostBytes"/>.</exception>
    public static async IAsyncEnumerable<SseEvent> ReadAsync(Stream stream, int mostBytes, [EnumeratorCancellation] CancellationToken stop)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        var building = new Building();
        while (true)
        {
            var read = await reader.ReadAsync(stop);
            var buffer = read.Buffer;
            while (TakeLine(ref buffer, read.IsCompleted, out var line))
            {
                var finished = building.Add(line);
                if (building.Size > mostBytes)
                {
                    throw new InvalidDataException($"An event is larger than {mostBytes} bytes.");
                }

                if (finished is not null)
                {
                    yield return finished;
                }
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (building.Size + buffer.Length > mostBytes)
            {
                throw new InvalidDataException($"An event is larger than {mostBytes} bytes.");
            }

            // What is left has no blank line behind it: an unfinished event, which the standard throws away.
            if (read.IsCompleted)
            {
                yield break;
            }
        }
    }

    private static bool TakeLine(ref ReadOnlySequence<byte> buffer, bool isAll, out ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadToAny(out line, "\r\n"u8, advancePastDelimiter: false))
        {
            return false;
        }

        reader.TryRead(out var end);
        if (end == (byte)'\r')
        {
            // Whether a line feed belongs to it is only known when the next byte is there.
            if (reader.End && !isAll)
            {
                return false;
            }

            reader.IsNext((byte)'\n', advancePast: true);
        }

        buffer = buffer.Slice(reader.Position);
        return true;
    }

    private sealed class Building
    {
        private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

        private ArrayBufferWriter<byte> _data = new();
        private bool _hasData;
        private bool _isFirstLine = true;
        private string? _type;
        private string? _id;
        private string? _retry;

        public int Size => _data.WrittenCount;

        public SseEvent? Add(ReadOnlySequence<byte> sequence)
        {
            ReadOnlySpan<byte> line = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
            if (_isFirstLine && line.StartsWith(ByteOrderMark))
            {
                line = line[3..];
            }

            _isFirstLine = false;
            if (line.IsEmpty)
            {
                return Finish();
            }

            var colon = line.IndexOf((byte)':');
            if (colon == 0)
            {
                return SseEvent.Beat;
            }

            var value = colon < 0 ? default : line[(colon + 1)..];
            Set(colon < 0 ? line : line[..colon], value.StartsWith(" "u8) ? value[1..] : value);
            return null;
        }

        private void Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            if (name.SequenceEqual("data"u8))
            {
                if (_hasData)
                {
                    _data.Write("\n"u8);
                }

                _data.Write(value);
                _hasData = true;
            }
            else if (name.SequenceEqual("event"u8))
            {
                _type = Encoding.UTF8.GetString(value);
            }
            else if (name.SequenceEqual("id"u8) && !value.Contains((byte)0))
            {
                _id = Encoding.UTF8.GetString(value);
            }
            else if (name.SequenceEqual("retry"u8) && value.Length is > 0 and < 10 && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                _retry = Encoding.ASCII.GetString(value);
            }
        }

        private SseEvent? Finish()
        {
            // An event without data but with an id is how a server of 2025-11-25 primes a client to resume.
            var finished = _hasData || _id is not null || _retry is not null
                ? new SseEvent(_data.WrittenMemory, _type, _id, _retry)
                : null;
            if (_hasData)
            {
                _data = new ArrayBufferWriter<byte>();
            }

            (_hasData, _type, _id, _retry) = (false, null, null, null);
            return finished;
        }
    }
}
