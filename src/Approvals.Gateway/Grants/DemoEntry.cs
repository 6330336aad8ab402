using System.Text.Json.Serialization;

namespace Approvals.Gateway.Grants;

/// <summary>What <c>approvals demo</c> reads: where the demo's MCP endpoint is, the token for it, and the page on which people decide.</summary>
internal sealed record DemoEntry(string Url, string Token, string Page)
{
    // A record prints its members, and a token does not belong into a log.
    public override string ToString() => Url;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DemoEntry))]
internal sealed partial class DemoJson : JsonSerializerContext;
