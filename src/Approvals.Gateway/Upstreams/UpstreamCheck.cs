using System.Text.Json;
using Approvals.Calls;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Upstreams.Wire;

namespace Approvals.Gateway.Upstreams;

/// <summary>Whether an upstream greets: it is asked to initialise, or, if it is of the newer era, to tell of itself. A session that it opens is ended.</summary>
internal sealed class UpstreamCheck(HttpUpstream http, TimeProvider clock)
{
    private const string Modern = "2026-07-28";
    private const int LargestAnswer = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly byte[] Initialize =
        """{"jsonrpc":"2.0","id":"approvals-doctor","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"approvals-doctor","version":"1.0"}}}"""u8.ToArray();

    private static readonly CallerVoice ModernVoice = new(Modern, null, IsModern: true, JsonElement.Parse(
        """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"approvals-doctor","version":"1.0"},"io.modelcontextprotocol/clientCapabilities":{}}"""));

    public async Task<Diagnosis> LookAsync(string name, UpstreamOptions options, CancellationToken stop)
    {
        var address = new Uri(options.Url!);
        var upstream = new Upstream(name, address, options.Url!, options.Headers);
        var subject = $"upstream {name}";
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            var (greets, problem) = await AskAsync(upstream, new UpstreamMessage(HttpMethod.Post, Initialize), either.Token);
            if (!greets)
            {
                (greets, _) = await AskAsync(upstream, ModernVoice.Ask("server/discover", null), either.Token);
            }

            stop.ThrowIfCancellationRequested();
            return greets ? new Diagnosis.Fine(subject, $"answers at {address.Authority}.")
                : limit.IsCancellationRequested ? Late(subject, address)
                : new Diagnosis.Broken(subject, $"{problem} at {address.Authority}; see whether it runs, and mend Upstreams:{name}:Url or its Headers.");
        }
        catch (Exception broken) when (broken is OperationCanceledException or HttpRequestException or IOException)
        {
            stop.ThrowIfCancellationRequested();
            return Late(subject, address);
        }
    }

    private static Diagnosis.Broken Late(string subject, Uri address) =>
        new(subject, $"did not greet at {address.Authority} within {Patience.TotalSeconds:0} s; see whether it runs, and whether it is overloaded.");

    private async Task<(bool Greets, string Problem)> AskAsync(Upstream upstream, UpstreamMessage message, CancellationToken stop)
    {
        switch (await http.SendAsync(upstream, message, stop))
        {
            case UpstreamAnswer.Answered { Response: var response }:
                using (response)
                {
                    var greets = await HasResultAsync(response, stop);
                    await EndSessionAsync(upstream, response, stop);
                    return (greets, $"answered {(int)response.StatusCode}, and not as an MCP server does,");
                }

            case UpstreamAnswer.NotSent refused:
                return (false, refused.Why);
            case UpstreamAnswer.Broken broken:
                return (false, broken.Why);
            case var other:
                throw new InvalidOperationException($"{other.GetType().Name} has no words");
        }
    }

    private static async Task<bool> HasResultAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (!response.IsSuccessStatusCode)
        {
            return false;
        }

        await foreach (var message in AnswerBody.ReadEventsAsync(response, LargestAnswer, stop))
        {
            using var document = StrictJson.Parse(message.Data, out _);
            if (document is { RootElement.ValueKind: JsonValueKind.Object } && document.RootElement.TryGetProperty("result"u8, out _))
            {
                return true;
            }
        }

        return false;
    }

    private async Task EndSessionAsync(Upstream upstream, HttpResponseMessage response, CancellationToken stop)
    {
        if (response.Headers.TryGetValues("Mcp-Session-Id", out var sessions) && sessions.FirstOrDefault() is { Length: > 0 } session)
        {
            var ended = await http.SendAsync(upstream, new UpstreamMessage(HttpMethod.Delete, default) { SessionId = session, ProtocolVersion = "2025-11-25" }, stop);
            (ended as UpstreamAnswer.Answered)?.Response.Dispose();
        }
    }
}
