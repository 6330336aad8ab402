using System.Text;

namespace Approvals.Policies.Reading;

/// <summary>Turns byte offsets into lines and columns, both from 1; columns count code points.</summary>
internal sealed class Places
{
    private readonly byte[] _utf8;
    private readonly List<int> _lineStarts = [0];

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
        var before = _utf8.AsSpan(_lineStarts[line], Math.Min(offset, _utf8.Length) - _lineStarts[line]);
        if (line == 0 && before.StartsWith(Encoding.UTF8.Preamble))
        {
            before = before[Encoding.UTF8.Preamble.Length..];
        }

        return (line + 1, Encoding.UTF8.GetString(before).EnumerateRunes().Count() + 1);
    }

    /// <summary>The offset of a byte that is named by its line and its place therein, both from 0.</summary>
    public int Offset(long line, long byteInLine) =>
        (int)Math.Min(_utf8.Length, _lineStarts[(int)Math.Min(line, _lineStarts.Count - 1)] + byteInLine);
}
