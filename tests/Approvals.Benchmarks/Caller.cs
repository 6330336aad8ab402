using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Approvals.Benchmarks;

/// <summary>One call of an agent of 2026-07-28 over a bare socket, so that ten thousand of them weigh little on this side.</summary>
internal sealed class Caller : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Sends the call and returns when the gateway has begun its event stream: then it is parked.</summary>
    public static async Task<Caller> ParkAsync(Uri gateway, string key, string token, bool hearsProgress)
    {
        var caller = new Caller();
        await caller._socket.ConnectAsync(IPAddress.Loopback, gateway.Port);
        await caller._socket.SendAsync(Request(gateway, key, token, hearsProgress));
        var buffer = new byte[1024];
        var read = 0;
        while (buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) < 0)
        {
            var more = await caller._socket.ReceiveAsync(buffer.AsMemory(read));
            read = more > 0 ? read + more : throw new IOException("The gateway closed the connection.");
        }

        var head = Encoding.ASCII.GetString(buffer, 0, read);
        return head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && head.Contains("text/event-stream", StringComparison.Ordinal)
            ? caller
            : throw new IOException($"The call was not parked: {head}");
    }

    /// <summary>Reads to the end of the answer.</summary>
    public async Task<string> AnswerAsync()
    {
        var all = new StringBuilder();
        var buffer = new byte[1024];
        // The last chunk of a response has no bytes.
        while (!all.ToString().EndsWith("0\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await _socket.ReceiveAsync(buffer);
            if (read == 0)
            {
                break;
            }

            all.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return all.ToString();
    }

    public void Dispose() => _socket.Dispose();

    // The headers are those that SDKs send; the body has some 300 bytes.
    private static byte[] Request(Uri gateway, string key, string token, bool hearsProgress)
    {
        var progress = hearsProgress ? $",\"progressToken\":\"{key}\"" : "";
        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":{"key":"{{{key}}}","amount":100,"note":"rent"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"benchmark","version":"1"}{{{progress}}} } } }""";
        var head = $"""
            POST /mcp/bank HTTP/1.1
            Host: 127.0.0.1:{gateway.Port}
            Authorization: Bearer {token}
            Accept: application/json, text/event-stream
            User-Agent: benchmark
            Content-Type: application/json
            MCP-Protocol-Version: 2026-07-28
            Mcp-Method: tools/call
            Mcp-Name: pay
            Content-Length: {Encoding.UTF8.GetByteCount(body)}


            """.ReplaceLineEndings("\r\n");
        return Encoding.UTF8.GetBytes(head + body);
    }
}
