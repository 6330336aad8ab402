using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Reviews.People.Oidc;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Mvc;

namespace Approvals.Gateway.Inbox.SigningIn;

/// <summary>The way to the identity provider, and what people read who come back in vain.</summary>
internal sealed partial class OidcPages
{
    public const string Address = "/sign-in/oidc";

    public static void AddOidcPages(IServiceCollection services)
    {
        services.AddSingleton<OidcEvents>();
        services.Configure<OpenIdConnectOptions>(OidcSetup.Scheme, options => options.EventsType = typeof(OidcEvents));
    }

    public static void MapOidcPages(IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<OidcOptions>().IsOn)
        {
            app.MapGet(Address, LeaveAsync);
        }
    }

    /// <summary>The sign-in page with the reason, and nobody signed in by it.</summary>
    public static IResult Refuse(HttpContext context, OidcAnswer why)
    {
        var status = why switch
        {
            OidcAnswer.Unreachable => StatusCodes.Status502BadGateway,
            OidcAnswer.NotTrusted => StatusCodes.Status400BadRequest,
            _ => StatusCodes.Status403Forbidden,
        };
        var model = new SignInModel(null, null, LocalAddress.Inbox, HasLink: context.RequestServices.GetService<SignInLink>() is not null)
        {
            Provider = context.RequestServices.GetRequiredService<OidcOptions>().DisplayName,
            Refusal = why,
        };
        return Page.Of<SignInPage>(context, model, status);
    }

    // A GET: it signs nobody in, it only sends them off to say who they are.
    private static async Task LeaveAsync(HttpContext context, ILogger<OidcPages> log, [FromQuery] string? returnUrl)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await context.ChallengeAsync(OidcSetup.Scheme, new AuthenticationProperties { RedirectUri = LocalAddress.Of(returnUrl) });
        }
        catch (Exception broken) when (broken is not OperationCanceledException && !context.Response.HasStarted)
        {
            LogUnreachable(log, broken);
            await Refuse(context, new OidcAnswer.Unreachable()).ExecuteAsync(context);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The identity provider's description could not be read; nobody can sign in with it just now.")]
    private static partial void LogUnreachable(ILogger log, Exception exception);
}
