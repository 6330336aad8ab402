namespace Approvals.Gateway.Tests.World.Oidc;

/// <summary>Somebody whom the provider knows, and what it says of them.</summary>
internal sealed record OidcUser(string Subject)
{
    public string? Email { get; init; }

    public bool IsEmailVerified { get; init; } = true;

    public IReadOnlyList<string> Roles { get; init; } = [];

    public IReadOnlyList<string> Groups { get; init; } = [];
}
