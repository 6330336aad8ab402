namespace Approvals.Gateway.Upstreams;

/// <summary>An MCP server behind us.</summary>
/// <param name="Name">Its name in addresses and policies.</param>
/// <param name="Address">Where its streamable HTTP endpoint is.</param>
/// <param name="Headers">What every message to it carries, for example its own Authorization.</param>
internal sealed record Upstream(string Name, Uri Address, IReadOnlyDictionary<string, string> Headers);
