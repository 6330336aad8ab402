using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>Why the last attempt to sign in failed.</summary>
public enum SignInProblem
{
    /// <summary>The link's code was spent, is too old, or never was.</summary>
    SpentLink,

    /// <summary>Nobody has this token.</summary>
    UnknownToken,
}

/// <summary>The ways to sign in: a <paramref name="Code"/> from the link, or a token.</summary>
public sealed record SignInModel(Reviewer? Person, string? Code, string ReturnUrl, bool HasLink, SignInProblem? Problem = null)
{
    /// <summary>What the identity provider is called; null without one.</summary>
    public string? Provider { get; init; }

    /// <summary>Why whoever came from the provider was not let in; null if nobody was refused.</summary>
    public OidcAnswer? Refusal { get; init; }
}
