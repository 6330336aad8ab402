using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Tests.Upstreams;

public sealed class SseReaderTests
{
    private const int Plenty = 1 << 20;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task A_stream_reads_the_same_wherever_the_network_cuts_it(string lineEnd)
    {
        var text = "\ufeff: hello\n\nevent: message\nid: 1\ndata: {\"é\":\ndata:  😀}\n\ndata: two\nunknown: x\nretry: 100\n\n".Replace("\n", lineEnd, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        string[] expected = ["(beat)", "message|1||{\"é\":\n 😀}", "||100|two"];

        Assert.Equal(expected, await ReadAsync([bytes]));
        Assert.Equal(expected, await ReadAsync(bytes.Chunk(1)));
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            Assert.Equal(expected, await ReadAsync([bytes[..cut], bytes[cut..]]));
        }
    }

    [Theory]
    [InlineData("data\n\n", "|||")]
    [InlineData("data:\n\n", "|||")]
    [InlineData("data:x\n\n", "|||x")]
    [InlineData("data: x\n\n", "|||x")]
    [InlineData("data:  x\n\n", "||| x")]
    [InlineData("data: a: b\n\n", "|||a: b")]
    [InlineData("data: a\ndata\ndata:\ndata: b\n\n", "|||a\n\n\nb")]
    [InlineData("id: 1\n\n", "|1||")]
    [InlineData("id: 1\nid: 2\ndata: x\n\n", "|2||x")]
    [InlineData("id: a\0b\ndata: x\n\n", "|||x")]
    [InlineData("retry: 5\n\n", "||5|")]
    [InlineData("retry: -5\ndata: x\n\n", "|||x")]
    [InlineData("retry: 5s\ndata: x\n\n", "|||x")]
    [InlineData("DATA: y\ndata : y\n data: y\ndata: x\n\n", "|||x")]
    [InlineData("\n\n\ndata: x\n\n\n", "|||x")]
    public async Task One_event_reads_as_the_standard_says(string stream, string expected) =>
        Assert.Equal([expected], await ReadAsync([Encoding.UTF8.GetBytes(stream)]));

    [Theory]
    [InlineData("")]
    [InlineData("event: message\n\n")]
    [InlineData("data: x")]
    [InlineData("data: x\n")]
    [InlineData("data: x\r")]
    [InlineData("data: x\r\n")]
    public async Task What_is_unfinished_or_without_data_is_no_event(string stream) =>
        Assert.Empty(await ReadAsync([Encoding.UTF8.GetBytes(stream)]));

    [Fact]
    public async Task A_byte_order_mark_counts_only_at_the_very_beginning() =>
        Assert.Equal(["|||x"], await ReadAsync([Encoding.UTF8.GetBytes("\ufeffdata: x\n\ufeffdata: y\n\n")]));

    [Fact]
    public async Task The_type_and_the_id_of_an_event_are_not_those_of_the_next() =>
        Assert.Equal(["a|1|5|x", "|||y"], await ReadAsync([Encoding.UTF8.GetBytes("event: a\nid: 1\nretry: 5\ndata: x\n\ndata: y\n\n")]));

    [Fact]
    public async Task A_comment_within_an_event_is_told_at_once_and_does_not_end_it() =>
        Assert.Equal(["(beat)", "|||a\nb"], await ReadAsync([Encoding.UTF8.GetBytes("data: a\n: still here\ndata: b\n\n")]));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task An_event_is_there_as_soon_as_its_blank_line_is(string lineEnd)
    {
        // An upstream that says nothing more until it was heard.
        var network = new Pipe();
        await using var events = SseReader.ReadAsync(network.Reader.AsStream(), Plenty, CancellationToken.None).GetAsyncEnumerator();
        foreach (var data in new[] { "one", "two" })
        {
            await network.Writer.WriteAsync(Encoding.UTF8.GetBytes($"data: {data}{lineEnd}{lineEnd}"));

            Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal(data, Encoding.UTF8.GetString(events.Current.Data.Span));
        }
    }

    [Theory]
    [InlineData("data: 123456\n\n")]
    [InlineData("data: 12\ndata: 34\n\n")]
    [InlineData("id: 12345678\n\n")]
    [InlineData("event: 12345678\ndata: 1\n\n")]
    [InlineData("ignored-ignored\n\n")]
    [InlineData(": much longer than it may be\n\n")]
    public async Task An_event_that_is_too_large_ends_the_reading_however_it_comes(string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);

        await ReadAsync([bytes], bytes.Length);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([bytes], 11));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(bytes.Chunk(1), 11));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([bytes[..^2]], 11));
    }

    [Fact]
    public async Task Many_small_events_are_no_large_one()
    {
        var stream = string.Concat(Enumerable.Repeat(": beat\ndata: 12345\n\n", 10_000));

        Assert.Equal(20_000, (await ReadAsync([Encoding.UTF8.GetBytes(stream)], 12)).Count);
    }

    [Fact]
    public async Task What_is_written_is_read_back_in_one_way()
    {
        // A text that other readers could take for more lines than one, and every field.
        SseEvent[] said =
        [
            new(Encoding.UTF8.GetBytes("{\"a\":1}"), "message", "1", "100"),
            SseEvent.Beat,
            new(Encoding.UTF8.GetBytes("line\nid: forged\n\ndata: forged\n"), "message"),
            new(ReadOnlyMemory<byte>.Empty, null, "2"),
        ];
        var to = new ArrayBufferWriter<byte>();
        foreach (var one in said)
        {
            one.WriteTo(to);
        }

        Assert.Equal(said.Select(Text), await ReadAsync([to.WrittenSpan.ToArray()]));
    }

    [Theory]
    [InlineData("{\r\"a\": 1}", "{\n\"a\": 1}")]
    [InlineData("{\r\n\"a\": 1}", "{\n\n\"a\": 1}")]
    [InlineData("x\rdata: forged", "x\ndata: forged")]
    public async Task A_carriage_return_in_the_data_makes_a_line_of_the_same_event(string data, string read)
    {
        var to = new ArrayBufferWriter<byte>();
        new SseEvent(Encoding.UTF8.GetBytes(data)).WriteTo(to);

        Assert.Equal([$"|||{read}"], await ReadAsync([to.WrittenSpan.ToArray()]));
    }

    private static async Task<List<string>> ReadAsync(IEnumerable<byte[]> pieces, int most = Plenty)
    {
        var read = new List<string>();
        await foreach (var one in SseReader.ReadAsync(new Pieces(pieces), most, CancellationToken.None))
        {
            read.Add(Text(one));
        }

        return read;
    }

    private static string Text(SseEvent one) =>
        one.Comment ? "(beat)" : $"{one.Type}|{one.Id}|{one.Retry}|{Encoding.UTF8.GetString(one.Data.Span)}";
}
