using Approvals.Gateway.Configuration;
using Approvals.Gateway.Reviews.Api;
using Approvals.Gateway.Reviews.Live;
using Approvals.Gateway.Reviews.Narrowed;
using Approvals.Gateway.Reviews.People;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Gateway.Reviews.Stories;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Approvals.Gateway.Reviews;

internal static class ReviewsSetup
{
    /// <summary>Who decides, and how: the people, the desk, and the doors by which people are known.</summary>
    public static void AddReviews(this WebApplicationBuilder builder, GatewayOptions gateway, IReadOnlyDictionary<string, ReviewerOptions> reviewers, bool isDemo, OidcOptions oidc)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        builder.AddPeople(reviewers, isDemo);
        services.AddSingleton<ChangeBell>();
        services.AddSingleton<ApprovalDesk>();
        services.AddSingleton<NarrowedJudge>();
        services.AddSingleton<ReviewRoom>();
        services.AddSingleton<StoryTeller>();
        services.AddHostedService<TimeKeeper>();

        services.AddProblemDetails();
        services.AddSingleton<BrowserGuard>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<PageSession>();
        services.AddAuthentication(PageSession.Scheme).AddCookie(PageSession.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(PageSession.Scheme).Configure(options => PageSession.Configure(options, gateway));
        builder.AddOidc(oidc, gateway);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "approvals-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            // Our own header forbids frames altogether.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        builder.AddLive();
    }

    public static void MapReviews(this WebApplication app)
    {
        app.MapLive();
        app.MapApprovalsApi();
    }
}
