using System.Security.Claims;
using Approvals.Requests;

namespace Approvals.Gateway.Reviews;

/// <summary>Who stands at one of our doors. Authority is read from the book each time: the cookie only says whom to look up.</summary>
internal abstract record Visitor
{
    private Visitor()
    {
    }

    /// <summary>Nobody that we know.</summary>
    public sealed record Stranger : Visitor;

    /// <summary>A program that brought the person's token.</summary>
    public sealed record Program(Reviewer Person) : Visitor;

    /// <summary>A browser that brought the page's cookie, by itself and perhaps without its person's will.</summary>
    public sealed record Browser(Reviewer Person) : Visitor;

    /// <summary>An Authorization header is taken at its word: with a wrong one, the cookie does not help.</summary>
    public static Visitor Of(HttpContext context, ReviewerBook reviewers)
    {
        if (context.Request.Headers.Authorization is { Count: > 0 } authorization)
        {
            return authorization.Count == 1 && reviewers.FindByAuthorization(authorization[0]) is { } owner ? new Program(owner) : new Stranger();
        }

        return SignedIn(context, reviewers) is { } person ? new Browser(person) : new Stranger();
    }

    /// <summary>The person that the page's cookie stands for, or null.</summary>
    public static Reviewer? SignedIn(HttpContext context, ReviewerBook reviewers) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? reviewers.Find(id) : null;
}
