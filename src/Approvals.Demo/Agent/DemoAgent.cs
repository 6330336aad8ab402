using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Approvals.Demo.Agent;

/// <summary>An agent like any other, which calls the demo server's tools through a gateway and tells what becomes of each call.</summary>
public sealed class DemoAgent(DemoAddress address, TimeProvider time)
{
    /// <summary>How long the agent goes on asking for an approval before it gives up: 30 minutes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Plays the story once. Nothing but cancellation is thrown; what goes wrong is the last step.</summary>
    public async IAsyncEnumerable<DemoStep> PlayAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var steps = Channel.CreateUnbounded<DemoStep>();
        var playing = PlayAsync(steps.Writer, left.Token);
        try
        {
            await foreach (var step in steps.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return step;
            }
        }
        finally
        {
            // A listener that walks away takes the agent along.
            await left.CancelAsync();
            await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ct.ThrowIfCancellationRequested();
    }

    private async Task PlayAsync(ChannelWriter<DemoStep> steps, CancellationToken ct)
    {
        try
        {
            await using var client = await ConnectAsync(ct);
            var server = client.ServerInfo?.Name ?? "a server without a name";
            steps.TryWrite(new DemoStep.Connected(address.Url, server, client.NegotiatedProtocolVersion ?? "unknown"));
            await new DemoStory(client, address.Page, steps, time).TellAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The caller knows.
        }
        catch (Exception trouble) when (trouble is HttpRequestException or McpException or IOException or OperationCanceledException)
        {
            steps.TryWrite(WhatWentWrong(trouble));
        }
        finally
        {
            steps.Complete();
        }
    }

    private Task<McpClient> ConnectAsync(CancellationToken ct)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = address.Url,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {address.Token}" },
            },
            // A call may be held for longer than HttpClient's usual 100 seconds.
            new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan },
            loggerFactory: null,
            ownsHttpClient: true);
        var options = new McpClientOptions { ClientInfo = new Implementation { Name = "approvals-demo-agent", Version = "1" } };
        return McpClient.CreateAsync(transport, options, loggerFactory: null, ct);
    }

    private DemoStep WhatWentWrong(Exception trouble) => trouble switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized } =>
            new DemoStep.NoGateway($"The gateway at {address.Url} does not know this token."),
        HttpRequestException { StatusCode: HttpStatusCode.NotFound } =>
            new DemoStep.NoGateway($"There is no MCP server at {address.Url}, or this token may not use it."),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
            new DemoStep.NoGateway($"Nobody listens at {address.Url}."),
        _ => new DemoStep.Failed($"The conversation with {address.Url} broke: {trouble.Message}"),
    };
}
