using System.Security.Claims;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Reviews.People;
using Approvals.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Approvals.Gateway.Reviews;

/// <summary>The page's cookie: whose browser this is, and which sign-in it comes from. What the person may do is not in it.</summary>
internal sealed class PageSession(ReviewerBook reviewers, KnownPeople people, EndedSessions ended) : CookieAuthenticationEvents
{
    public const string Scheme = "page";

    /// <summary>How long somebody stays signed in, unless it is said otherwise.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string SessionClaim = "session";
    private const string DoorClaim = "door";

    public static void Configure(CookieAuthenticationOptions options, GatewayOptions gateway)
    {
        var isHttps = gateway.IsPublicHttps;
        options.Cookie.Name = isHttps ? "__Host-approvals" : "approvals";
        options.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = false;
        options.EventsType = typeof(PageSession);
    }

    /// <summary>Signs a person in anew, whoever this browser stood for before.</summary>
    /// <param name="context">The request.</param>
    /// <param name="person">Who has shown who they are.</param>
    /// <param name="lifetime">How long it holds, if not for <see cref="Lifetime"/>.</param>
    /// <param name="door">How they came in, if not by the form of the page.</param>
    public static Task BeginAsync(HttpContext context, Reviewer person, TimeSpan? lifetime = null, string door = Scheme)
    {
        var session = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, person.Id), new(SessionClaim, session), new(DoorClaim, door)], Scheme);
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = now + (lifetime ?? Lifetime) });
    }

    /// <summary>Which sign-in this is; null without one.</summary>
    public static string? SessionOf(ClaimsPrincipal user) => user.FindFirstValue(SessionClaim);

    /// <summary>How this sign-in came about; null without one.</summary>
    public static string? DoorOf(ClaimsPrincipal user) => user.FindFirstValue(DoorClaim);

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
        if (person is null || session is null || ended.Has(session) || !await IsKnownAsync(person, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
    }

    // They may have signed in at another replica a moment ago.
    private async Task<bool> IsKnownAsync(string id, CancellationToken stop)
    {
        if (reviewers.Find(id) is null && PersonId.IsMarked(id))
        {
            await people.ReadAsync(stop);
        }

        return reviewers.Find(id) is not null;
    }
}
