using System.Security.Claims;
using Approvals.Gateway.Configuration;
using Approvals.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Approvals.Gateway.Reviews;

/// <summary>The page's cookie: whose browser this is, and which sign-in it comes from. What the person may do is not in it.</summary>
internal sealed class PageSession(ReviewerBook reviewers, EndedSessions ended) : CookieAuthenticationEvents
{
    public const string Scheme = "page";
    private const string SessionClaim = "session";

    public static void Configure(CookieAuthenticationOptions options, GatewayOptions gateway)
    {
        var isHttps = gateway.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;
        options.Cookie.Name = isHttps ? "__Host-approvals" : "approvals";
        options.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = EndedSessions.LongestSession;
        options.SlidingExpiration = false;
        options.EventsType = typeof(PageSession);
    }

    public static Task BeginAsync(HttpContext context, Reviewer person)
    {
        var session = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, person.Id), new(SessionClaim, session)], Scheme);
        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
    }

    /// <summary>Which sign-in this is; null without one.</summary>
    public static string? SessionOf(ClaimsPrincipal user) => user.FindFirstValue(SessionClaim);

    public static Task EndAsync(HttpContext context, EndedSessions ended)
    {
        if (SessionOf(context.User) is { } session)
        {
            ended.Add(session);
        }

        return context.SignOutAsync(Scheme);
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var person = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var session = context.Principal?.FindFirstValue(SessionClaim);
        if (person is null || session is null || reviewers.Find(person) is null || ended.Has(session))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }
}
