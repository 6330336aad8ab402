using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Grants;

/// <summary>The grant of a gateway with nothing configured. Its token is made here, never shipped, and stays the same while its file does.</summary>
internal sealed class DemoGrant(DataDirectory directory)
{
    public const string Name = "demo";
    private const string TokenPrefix = "apg_";

    public string Token { get; } = Kept(directory.Root) ?? TokenHash.NewToken(TokenPrefix);

    public Grant Grant { get; } = new(Name, "demo-owner", new Dictionary<string, string?> { ["demo"] = "demo" });

    private static string? Kept(string directory)
    {
        try
        {
            return Demo.Agent.DemoFile.Read(directory) is { } kept && TokenHash.IsToken(kept.Token, TokenPrefix) ? kept.Token : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }
}
