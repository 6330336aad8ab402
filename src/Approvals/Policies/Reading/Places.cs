using System.Text;

namespace Approvals.Policies.Reading;

/// <summary>Turns byte offsets into lines and columns, both from 1; columns count code points.</summary>
internal sealed class Places
{
    private readonly byte[] _utf8;
    private readonly List<int> _lineStarts = [0];
    private (int Offset, int Before) _last = (-1, 0);

    public Places(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8.ToArray();
        for (var at = 0; at < _utf8.Length; at++)
        {
            if (_utf8[at] == (byte)'\n')
            {
                _lineStarts.Add(at + 1);
            }
        }
    }

    public (int Line, int Column) Of(int offset)
    {
        var found = _lineStarts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        var end = Math.Min(offset, _utf8.Length);
        var start = _lineStarts[line];
        if (line == 0 && _utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble))
        {
            start = Math.Min(end, Encoding.UTF8.Preamble.Length);
        }

        // Thousands of problems may stand on one line, and are asked for in their order: so the count goes on from the last one.
        var (from, before) = _last.Offset >= start && _last.Offset <= end ? _last : (start, 0);
        _last = (end, before + CodePoints(_utf8.AsSpan(from, end - from)));
        return (line + 1, _last.Before + 1);
    }

    // Every byte but those that continue a sequence.
    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
        {
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    /// <summary>The offset of a byte that is named by its line and its place therein, both from 0.</summary>
    public int Offset(long line, long byteInLine) =>
        (int)Math.Min(_utf8.Length, _lineStarts[(int)Math.Min(line, _lineStarts.Count - 1)] + byteInLine);
}
