using Approvals.Gateway.Configuration;
using Approvals.Gateway.Inbox.Pages;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.People.Oidc;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Approvals.Gateway.Inbox.SigningIn;

/// <summary>Signing out: here always, and at the provider where that is wanted and the person came from there.</summary>
internal sealed partial class SigningOut
{
    public const string Address = "/signed-out";

    // Long enough to read what happens.
    private const int SecondsUntilRefresh = 2;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Address, ShowAsync);

    public static async Task<IResult> SignOutAsync(HttpContext context, EndedSessions ended, OidcOptions oidc)
    {
        var isAtProvider = oidc is { IsOn: true, SignOutAtProvider: true } && PageSession.DoorOf(context.User) == OidcSetup.Scheme;
        await PageSession.EndAsync(context, ended);
        return Page.GoTo(context, isAtProvider ? $"{Address}?everywhere" : Address);
    }

    // A redirect would be the form's own, and the page's policy lets forms go nowhere else: so the page goes on by itself.
    private static async Task<IResult> ShowAsync(
        HttpContext context, OidcOptions oidc, PublicAddress address, IOptionsMonitor<OpenIdConnectOptions> provider, ILogger<SigningOut> log)
    {
        var next = oidc.IsOn && context.Request.Query.ContainsKey("everywhere") ? await FindEndAsync(provider.Get(OidcSetup.Scheme), address, log, context.RequestAborted) : null;
        if (next is not null)
        {
            context.Response.Headers["Refresh"] = $"{SecondsUntilRefresh}; url={next}";
        }

        return Page.Of<SignedOutPage>(context, new SignedOutModel(next, oidc.DisplayName));
    }

    private static async Task<string?> FindEndAsync(OpenIdConnectOptions provider, PublicAddress address, ILogger log, CancellationToken stop)
    {
        try
        {
            var known = await provider.ConfigurationManager!.GetConfigurationAsync(stop);
            return string.IsNullOrEmpty(known.EndSessionEndpoint) ? null : QueryHelpers.AddQueryString(known.EndSessionEndpoint, new Dictionary<string, string?>
            {
                ["client_id"] = provider.ClientId,
                ["post_logout_redirect_uri"] = address.Of(Address.TrimStart('/')),
            });
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LogUnreachable(log, broken);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Where one signs out at the identity provider could not be read; somebody signed out here alone.")]
    private static partial void LogUnreachable(ILogger log, Exception exception);
}
