namespace Approvals.Gateway.Calls.Door;

/// <summary>The protocol's two eras, which hold and cancel calls in opposite ways.</summary>
internal static class Era
{
    private const string FirstModern = "2026-07-28";

    public static bool IsModern(string? version) =>
        version is { Length: 10 } && version[4] == '-' && version[7] == '-' && string.CompareOrdinal(version, FirstModern) >= 0;
}
