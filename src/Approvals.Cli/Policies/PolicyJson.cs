using System.Text.Json;

namespace Approvals.Cli.Policies;

/// <summary>How these commands write JSON. The default encoder writes out whatever a terminal could be led astray by.</summary>
internal static class PolicyJson
{
    public static readonly JsonSerializerOptions Readable = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
}
