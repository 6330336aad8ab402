using System.Buffers;
using System.Text;

namespace Approvals.Gateway.Upstreams.Wire;

/// <summary>One server-sent event, or a comment line (then only <paramref name="Comment"/> is set).</summary>
internal sealed record SseEvent(ReadOnlyMemory<byte> Data, string? Type = null, string? Id = null, string? Retry = null, bool Comment = false)
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    public static readonly SseEvent Beat = new(ReadOnlyMemory<byte>.Empty, Comment: true);

    /// <summary>Writes the event in one way only, so that no reader can see other lines in it than we did.</summary>
    public void WriteTo(IBufferWriter<byte> to)
    {
        if (Comment)
        {
            to.Write(":\n\n"u8);
            return;
        }

        Field(to, "event: "u8, Type);
        Field(to, "id: "u8, Id);
        Field(to, "retry: "u8, Retry);
        var rest = Data.Span;
        while (true)
        {
            var end = rest.IndexOfAny(LineEnds);
            to.Write("data: "u8);
            to.Write(end < 0 ? rest : rest[..end]);
            to.Write("\n"u8);
            if (end < 0)
            {
                break;
            }

            rest = rest[(end + 1)..];
        }

        to.Write("\n"u8);
    }

    private static void Field(IBufferWriter<byte> to, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            to.Write(name);
            to.Write(Encoding.UTF8.GetBytes(value));
            to.Write("\n"u8);
        }
    }
}
