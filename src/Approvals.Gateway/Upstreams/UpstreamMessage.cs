using Microsoft.Extensions.Primitives;

namespace Approvals.Gateway.Upstreams;

/// <summary>One HTTP request to an upstream. What is not named here does not reach it: above all not the grant's token.</summary>
internal sealed record UpstreamMessage(HttpMethod Method, ReadOnlyMemory<byte> Body)
{
    public string? Accept { get; init; } = "application/json, text/event-stream";

    public string? ProtocolVersion { get; init; }

    /// <summary>The upstream's own session id.</summary>
    public string? SessionId { get; init; }

    public string? LastEventId { get; init; }

    /// <summary>What the mirrored headers of 2026-07-28 must say, made from the body; null in older eras, which have none.</summary>
    public MirroredHeaders? Mirrored { get; init; }

    /// <summary>Called once, when the whole body was handed to the network.</summary>
    public Action? OnSent { get; init; }
}

/// <summary>The headers that repeat the body, for those who route without reading it.</summary>
/// <param name="Method">The JSON-RPC method.</param>
/// <param name="Name">The tool, prompt, resource or task, or null where the method has none.</param>
/// <param name="Params">The headers <c>Mcp-Param-*</c>, as the caller gave them.</param>
internal sealed record MirroredHeaders(string Method, string? Name, IReadOnlyList<KeyValuePair<string, StringValues>> Params);
