using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Approvals.Gateway.Tests.World.Raw;

/// <summary>A connection to the gateway on which anything can be sent, HTTP or not.</summary>
internal sealed class RawSocket : IDisposable
{
    private readonly TcpClient _tcp = new();
    private readonly NetworkStream _stream;

    public RawSocket(Uri gateway)
    {
        _tcp.Connect(gateway.Host, gateway.Port);
        _stream = _tcp.GetStream();
    }

    /// <summary>The head of a POST; a header line given replaces the usual one of its name.</summary>
    public static string Head(Uri gateway, int contentLength, params string[] lines)
    {
        string[] usual =
        [
            $"Host: {gateway.Authority}", $"Authorization: Bearer {GatewayWorld.AliceToken}", "Content-Type: application/json",
            string.Create(CultureInfo.InvariantCulture, $"Content-Length: {contentLength}"), "Accept: application/json, text/event-stream",
        ];
        var given = lines.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return $"POST /mcp/raw HTTP/1.1\r\n{string.Concat(usual.Where(line => !given.Contains(NameOf(line))).Concat(lines).Select(line => line + "\r\n"))}Connection: close\r\n\r\n";
    }

    public Task SendAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    /// <summary>Everything that comes until the other side closes.</summary>
    public async Task<string> ReadAsync()
    {
        var answer = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // Reset after an answer to a request that was not read to its end.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Sends one request and reads the answer's status and the rest.</summary>
    public static async Task<(int Status, string Text)> AskAsync(Uri gateway, string request)
    {
        using var socket = new RawSocket(gateway);
        await socket.SendAsync(request);
        var text = await socket.ReadAsync();
        return (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text);
    }

    public void Dispose() => _tcp.Dispose();

    private static string NameOf(string line) => line.Split(':')[0];
}
