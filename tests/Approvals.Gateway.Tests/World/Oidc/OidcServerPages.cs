using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Approvals.Gateway.Tests.World.Oidc;

/// <summary>What the provider's users see: a page with a button for each of them, and one that says that they have left.</summary>
internal static class OidcServerPages
{
    private const string Here = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string Protocol = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void Map(WebApplication app, ConcurrentDictionary<string, OidcUser> users)
    {
        app.MapMethods("/connect/authorize", ["GET", "POST"], context => AuthorizeAsync(context, users));
        app.MapMethods("/connect/logout", ["GET", "POST"], async context =>
        {
            await context.SignOutAsync(Here);
            await context.SignOutAsync(Protocol, new AuthenticationProperties { RedirectUri = "/" });
        });
        app.MapGet("/login", (string returnUrl) => Results.Content($"""
            <!doctype html><html lang="en"><title>Provider</title><h1>Who are you?</h1>
            <form method="post" action="/login"><input type="hidden" name="returnUrl" value="{WebUtility.HtmlEncode(returnUrl)}">
            {string.Concat(users.Keys.Order().Select(name => $"<button name=\"user\" value=\"{name}\">I am {name}</button>"))}</form></html>
            """, "text/html"));
        app.MapPost("/login", async context =>
        {
            var form = await context.Request.ReadFormAsync();
            await context.SignInAsync(Here, new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, form["user"].ToString())], Here)));
            context.Response.Redirect(form["returnUrl"].ToString());
        });
    }

    private static async Task AuthorizeAsync(HttpContext context, ConcurrentDictionary<string, OidcUser> users)
    {
        var request = context.GetOpenIddictServerRequest()!;
        if ((await context.AuthenticateAsync(Here)).Principal?.Identity?.Name is not { } name)
        {
            await context.ChallengeAsync(Here, new AuthenticationProperties { RedirectUri = context.Request.Path + context.Request.QueryString });
            return;
        }

        var user = users[name];
        var identity = new ClaimsIdentity(Protocol);
        identity.SetClaim(Claims.Subject, user.Subject);
        if (user.Email is { } email)
        {
            identity.SetClaim(Claims.Email, email).SetClaim(Claims.EmailVerified, user.IsEmailVerified);
        }

        identity.SetClaims("roles", [.. user.Roles]).SetClaims("groups", [.. user.Groups]);
        identity.SetScopes(request.GetScopes()).SetDestinations(_ => [Destinations.IdentityToken]);
        await context.SignInAsync(Protocol, new ClaimsPrincipal(identity));
    }
}
