using System.Security.Claims;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.People.Oidc;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Approvals.Gateway.Inbox.SigningIn;

/// <summary>What happens at the provider's door: whoever comes back with a good token gets the page's own cookie, everybody else a page that says why not.</summary>
internal sealed partial class OidcEvents(OidcDoor door, OidcOptions options, PublicAddress address, ILogger<OidcEvents> log) : OpenIdConnectEvents
{
    // Behind a proxy the request's own address is not the one that people use.
    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        context.ProtocolMessage.RedirectUri = address.Of(OidcSetup.Callback.TrimStart('/'));
        return Task.CompletedTask;
    }

    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        OidcClaims.AddUserInfo((ClaimsIdentity)context.Principal!.Identity!, context.User.RootElement, options);
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var answer = await door.AdmitAsync(context.Principal!, http.RequestAborted);
        if (answer is not OidcAnswer.Admitted(var person))
        {
            await OidcPages.Refuse(http, answer).ExecuteAsync(http);
            return;
        }

        await PageSession.BeginAsync(http, person, options.SessionLifetime, OidcSetup.Scheme);
        await Page.GoTo(http, LocalAddress.Of(context.ReturnUri)).ExecuteAsync(http);
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        LogNotTrusted(log, context.Failure);
        return RefuseAsync(context, new OidcAnswer.NotTrusted());
    }

    public override Task AccessDenied(AccessDeniedContext context) => RefuseAsync(context, new OidcAnswer.DeniedThere());

    private static Task RefuseAsync(HandleRequestContext<RemoteAuthenticationOptions> context, OidcAnswer answer)
    {
        context.HandleResponse();
        return OidcPages.Refuse(context.HttpContext, answer).ExecuteAsync(context.HttpContext);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Somebody came back from the identity provider with something that cannot be trusted, and was not signed in.")]
    private static partial void LogNotTrusted(ILogger log, Exception? exception);
}
