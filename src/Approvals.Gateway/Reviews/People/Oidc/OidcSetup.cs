using Approvals.Gateway.Configuration;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Approvals.Gateway.Reviews.People.Oidc;

internal static class OidcSetup
{
    public const string Scheme = "oidc";

    /// <summary>Where the provider sends people back to; it must be told this address.</summary>
    public const string Callback = "/sign-in/oidc/callback";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TimeAtProvider = TimeSpan.FromMinutes(15);

    /// <summary>The provider's door, if there is a provider. What happens behind it is the page's: it sets the events.</summary>
    public static void AddOidc(this WebApplicationBuilder builder, OidcOptions oidc, GatewayOptions gateway)
    {
        builder.Services.AddSingleton(oidc);
        builder.Services.AddSingleton<OidcDoor>();
        if (oidc.IsOn)
        {
            builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, options => Configure(options, oidc, gateway));
        }
    }

    private static void Configure(OpenIdConnectOptions options, OidcOptions oidc, GatewayOptions gateway)
    {
        options.Authority = oidc.Authority;
        options.ClientId = oidc.ClientId;
        options.ClientSecret = oidc.ClientSecret;
        options.RequireHttpsMetadata = oidc.RequireHttps;
        options.SignInScheme = PageSession.Scheme;
        options.BackchannelTimeout = Patience;
        options.RemoteAuthenticationTimeout = TimeAtProvider;
        AskForACode(options, oidc);
        BelieveOnlyTheIdToken(options, oidc);
        KeepCookiesClose(options, gateway);

        options.CallbackPath = Callback;
        // These would let anybody's link or frame sign a person out.
        options.RemoteSignOutPath = PathString.Empty;
        options.SignedOutCallbackPath = PathString.Empty;
    }

    private static void AskForACode(OpenIdConnectOptions options, OidcOptions oidc)
    {
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A form posted from the provider's site would not bring our cookies.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.ProtocolValidator.RequireNonce = true;
        options.Scope.Clear();
        foreach (var scope in oidc.Scopes)
        {
            options.Scope.Add(scope);
        }
    }

    private static void BelieveOnlyTheIdToken(OpenIdConnectOptions options, OidcOptions oidc)
    {
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.UseTokenLifetime = false;
        options.GetClaimsFromUserInfoEndpoint = oidc.AskUserInfo;
        // Otherwise it deletes "iss" and others, and copies what userinfo says.
        options.ClaimActions.Clear();
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = oidc.ClientId,
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidateLifetime = true,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ClockSkew = TimeSpan.FromMinutes(1),
            NameClaimType = "sub",
            RoleClaimType = "(none)",
        };
    }

    private static void KeepCookiesClose(OpenIdConnectOptions options, GatewayOptions gateway)
    {
        foreach (var cookie in new[] { options.NonceCookie, options.CorrelationCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.HttpOnly = true;
            cookie.SecurePolicy = gateway.IsPublicHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }
    }
}
