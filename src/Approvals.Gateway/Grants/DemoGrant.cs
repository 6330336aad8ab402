using System.Text.Json;
using Approvals.Gateway.Configuration;

namespace Approvals.Gateway.Grants;

/// <summary>The grant of a gateway with nothing configured. Its token is made here, never shipped, and stays the same while its file does.</summary>
internal sealed class DemoGrant
{
    public const string Name = "demo";
    public const string FileName = "demo.json";
    private const string TokenPrefix = "apg_";

    public DemoGrant(DataDirectory directory) =>
        Token = Kept(directory.PathOf(FileName)) ?? TokenHash.NewToken(TokenPrefix);

    public string Token { get; }

    public Grant Grant { get; } = new(Name, "demo-owner", new Dictionary<string, string?> { ["demo"] = "demo" });

    private static string? Kept(string path)
    {
        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(path), DemoJson.Default.DemoEntry);
            return TokenHash.IsToken(kept?.Token, TokenPrefix) ? kept!.Token : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
