using System.Text;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Tests.Upstreams;

public sealed class SingleSendTests
{
    private readonly byte[] _body = Encoding.UTF8.GetBytes("""{"n":1e400}""");

    [Fact]
    public async Task It_is_sent_once_whoever_tries_again()
    {
        var sent = 0;
        using var content = new SingleSend(_body, () => sent++);
        Assert.False(content.WasStarted);
        using var network = new MemoryStream();

        await content.CopyToAsync(network);

        Assert.Equal(_body, network.ToArray());
        await Assert.ThrowsAsync<InvalidOperationException>(() => content.CopyToAsync(network));
        Assert.Equal(_body, network.ToArray());
        Assert.Equal((1, true), (sent, content.WasStarted));
    }

    [Fact]
    public async Task What_broke_on_the_way_was_started_but_not_sent()
    {
        var sent = 0;
        using var content = new SingleSend(_body, () => sent++);
        var network = new MemoryStream();
        await network.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => content.CopyToAsync(network));

        Assert.Equal((0, true), (sent, content.WasStarted));
        using var another = new MemoryStream();
        await Assert.ThrowsAsync<InvalidOperationException>(() => content.CopyToAsync(another));
        Assert.Empty(another.ToArray());
    }

    [Fact]
    public void It_says_what_it_is_and_how_long()
    {
        using var content = new SingleSend(_body, null);

        Assert.Equal(("application/json", (long?)_body.Length), (content.Headers.ContentType!.ToString(), content.Headers.ContentLength));
    }
}
