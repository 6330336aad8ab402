using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Approvals.Gateway.Tests.World.Raw;

/// <summary>The answer to one request of a <see cref="WireAgent"/>, as it comes.</summary>
internal sealed class WireCall : IDisposable
{
    // Real time: it only ends a test that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly StreamReader _lines;
    private readonly int _id;

    private WireCall(HttpResponseMessage response, Stream body, int id) => (Response, _lines, _id) = (response, new StreamReader(body), id);

    public HttpResponseMessage Response { get; }

    public string? MediaType => Response.Content.Headers.ContentType?.MediaType;

    public static async Task<WireCall> BeginAsync(HttpResponseMessage response, int id) =>
        new(response, await response.Content.ReadAsStreamAsync(), id);

    /// <summary>The next line that is not empty: a comment or a field; null at the end of the stream.</summary>
    public async Task<string?> LineAsync()
    {
        string? line;
        do
        {
            line = await _lines.ReadLineAsync().WaitAsync(Patience);
        }
        while (line is { Length: 0 });
        return line;
    }

    /// <summary>The next message, whichever form the answer has; null at the end.</summary>
    public async Task<JsonElement?> MessageAsync()
    {
        while (await LineAsync() is { } line)
        {
            if (line.StartsWith('{'))
            {
                return JsonSerializer.Deserialize<JsonElement>(line);
            }

            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..]);
            }
        }

        return null;
    }

    /// <summary>The tool's result, past everything else that comes before it.</summary>
    public async Task<ToolAnswer> AnswerAsync()
    {
        while (await MessageAsync() is { } message)
        {
            if (message.TryGetProperty("id", out var id) && id.GetInt32() == _id)
            {
                return new ToolAnswer(message.GetProperty("result").Deserialize<CallToolResult>(McpJsonUtilities.DefaultOptions)!);
            }
        }

        throw new EndOfStreamException("The answer ended without a result.");
    }

    /// <summary>Reads to the end of the stream and returns whether it ended without a result.</summary>
    public async Task<bool> EndsUnansweredAsync()
    {
        while (await MessageAsync() is { } message)
        {
            if (message.TryGetProperty("id", out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes away: the connection is closed in the middle of the answer.</summary>
    public void Leave() => Response.Dispose();

    public void Dispose() => Response.Dispose();
}
