using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Approvals.Calls;
using Approvals.Risk;

namespace Approvals.Gateway.Upstreams;

/// <summary>What each upstream last said its tools are. A request is reviewed and released against these words.</summary>
internal sealed class ToolDefinitions
{
    private const int MostRemembered = 100_000;
    private readonly ConcurrentDictionary<(string Upstream, string Tool), Known> _last = new();

    /// <summary>The definition's text as it was last listed, or null if none was seen.</summary>
    public string? Find(string upstream, string tool) => _last.GetValueOrDefault((upstream, tool))?.Json;

    /// <summary>What the definition says of the tool's risk (its <c>annotations</c>), or null if no definition was seen. Costs no parsing.</summary>
    public JsonElement? FindAnnotations(string upstream, string tool) => _last.GetValueOrDefault((upstream, tool))?.Annotations;

    /// <summary>Remembers one element of <c>result.tools</c>.</summary>
    public void Learn(string upstream, JsonElement tool)
    {
        if (tool.ValueKind != JsonValueKind.Object || !tool.TryGetProperty("name"u8, out var name) || name.ValueKind != JsonValueKind.String)
        {
            return;
        }

        // Canonical, so that an upstream may reorder its keys without a new review.
        var key = (upstream, name.GetString()!);
        if (_last.Count < MostRemembered || _last.ContainsKey(key))
        {
            _last[key] = new Known(Encoding.UTF8.GetString(CanonicalJson.Bytes(tool)), ToolHints.AnnotationsOf(tool) is { ValueKind: not JsonValueKind.Undefined } annotations ? annotations.Clone() : default);
        }
    }

    /// <summary>Forgets a tool that its upstream does not list any more.</summary>
    public void Forget(string upstream, string tool) => _last.TryRemove((upstream, tool), out _);

    private sealed record Known(string Json, JsonElement Annotations);
}
