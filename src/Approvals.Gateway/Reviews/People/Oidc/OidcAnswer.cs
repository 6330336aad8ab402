using Approvals.Requests;

namespace Approvals.Gateway.Reviews.People.Oidc;

/// <summary>What becomes of somebody whom the provider sent.</summary>
public abstract record OidcAnswer
{
    private OidcAnswer()
    {
    }

    /// <summary>They are somebody here.</summary>
    public sealed record Admitted(Reviewer Person) : OidcAnswer;

    /// <summary>No value of the claim is one that the configuration gives a role.</summary>
    public sealed record NoRole(string Claim, IReadOnlyList<string> Values) : OidcAnswer;

    /// <summary>The address is a configured reviewer's, and nothing says that this is the same person.</summary>
    public sealed record AddressOfAnother(string Email, bool IsVerified) : OidcAnswer;

    /// <summary>The token does not say who they are.</summary>
    public sealed record Unnamed : OidcAnswer;

    /// <summary>The provider refused, or what it sent was not to be trusted; nothing of it was believed.</summary>
    public sealed record NotTrusted : OidcAnswer;

    /// <summary>The person said no at the provider, or the provider said no to the person.</summary>
    public sealed record DeniedThere : OidcAnswer;

    /// <summary>The provider does not answer.</summary>
    public sealed record Unreachable : OidcAnswer;
}
