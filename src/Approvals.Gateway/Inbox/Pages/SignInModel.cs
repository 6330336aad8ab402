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
public sealed record SignInModel(Reviewer? Person, string? Code, string ReturnUrl, bool HasLink, SignInProblem? Problem = null);
