using System.Security.Claims;
using Approvals.Requests;
using Microsoft.AspNetCore.Authentication;

namespace Approvals.Gateway.Reviews.Live;

/// <summary>What a live connection was opened with. Whom it stands for is asked again for everything that is sent or done.</summary>
internal abstract record HubPass
{
    private HubPass()
    {
    }

    /// <summary>A program's Authorization header.</summary>
    public sealed record Token(string? Authorization) : HubPass;

    /// <summary>A browser's sign-in.</summary>
    public sealed record Cookie(string Person, string Session, DateTimeOffset Until) : HubPass;

    /// <summary>The pass that a request of <see cref="HubDoor"/> shows; null if it shows none.</summary>
    public static HubPass? Of(HttpContext context)
    {
        if (context.Request.Headers.Authorization is [{ } authorization])
        {
            return new Token(authorization);
        }

        var until = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
        return (context.User.FindFirstValue(ClaimTypes.NameIdentifier), PageSession.SessionOf(context.User), until) is ({ } person, { } session, { } end)
            ? new Cookie(person, session, end)
            : null;
    }

    /// <summary>The person, if they are still one of ours and still signed in.</summary>
    public Reviewer? FindHolder(ReviewerBook reviewers, EndedSessions ended, DateTimeOffset now) => this switch
    {
        Token(var authorization) => reviewers.FindByAuthorization(authorization),
        Cookie cookie when now < cookie.Until && !ended.Has(cookie.Session) => reviewers.Find(cookie.Person),
        _ => null,
    };
}
