namespace Approvals.Gateway.Upstreams;

/// <summary>An MCP server behind us.</summary>
/// <param name="Name">Its name in addresses and policies.</param>
/// <param name="Address">Where its streamable HTTP endpoint is.</param>
/// <param name="Identity">What a fingerprint says of where it is: its configured address. It outlives a restart, as the address of the demo does not.</param>
/// <param name="Headers">What every message to it carries, for example its own Authorization.</param>
internal sealed record Upstream(string Name, Uri Address, string Identity, IReadOnlyDictionary<string, string> Headers);
