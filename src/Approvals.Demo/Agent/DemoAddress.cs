namespace Approvals.Demo.Agent;

/// <summary>Where a demo agent calls, and as whom.</summary>
/// <param name="Url">The gateway's MCP address for the demo upstream, such as <c>http://127.0.0.1:8080/mcp/demo</c>.</param>
/// <param name="Token">The grant's bearer token. A secret.</param>
/// <param name="Page">The page on which people approve.</param>
public sealed record DemoAddress(Uri Url, string Token, Uri Page)
{
    /// <summary>The address without the token, so that it can be printed.</summary>
    public override string ToString() => Url.ToString();
}
