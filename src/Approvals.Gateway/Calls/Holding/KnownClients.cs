namespace Approvals.Gateway.Calls.Holding;

/// <summary>How long clients wait for a tool before they give up; a call is handed off before that. Names are what they say in clientInfo.</summary>
internal static class KnownClients
{
    // From their documentation and issue trackers, November 2026; below each client's own limit.
    private static readonly Dictionary<string, TimeSpan> Patience = new(StringComparer.OrdinalIgnoreCase)
    {
        ["claude-code"] = TimeSpan.FromSeconds(110),
        ["codex-mcp-client"] = TimeSpan.FromSeconds(100),
        ["gemini-cli-mcp-client"] = TimeSpan.FromMinutes(9),
        ["qwen-code"] = TimeSpan.FromMinutes(9),
    };

    public static TimeSpan? HoldFor(string? clientName) =>
        clientName is not null && Patience.TryGetValue(clientName, out var hold) ? hold : null;
}
