using System.Text;
using Approvals.Gateway.Calls.Holding;
using Approvals.Gateway.Upstreams.Wire;
using Microsoft.AspNetCore.Http;

namespace Approvals.Gateway.Tests.Calls;

public sealed class AgentStreamTests
{
    private readonly DefaultHttpContext _http = new() { Response = { Body = new MemoryStream() } };

    [Fact]
    public async Task What_primes_a_client_to_resume_the_upstreams_own_stream_stays_here()
    {
        using var stream = new AgentStream(_http, null);

        await stream.RelayWhileHeardAsync(new SseEvent(ReadOnlyMemory<byte>.Empty, "message", "up-1", "100"), CancellationToken.None);
        await stream.RelayWhileHeardAsync(new SseEvent("{}"u8.ToArray(), "message", "up-2", "100"), CancellationToken.None);

        Assert.Equal("event: message\ndata: {}\n\n", Encoding.UTF8.GetString(((MemoryStream)_http.Response.Body).ToArray()));
    }
}
