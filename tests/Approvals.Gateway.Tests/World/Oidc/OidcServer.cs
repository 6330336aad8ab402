using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Approvals.Gateway.Tests.World.Oidc;

/// <summary>
/// A real OpenID Connect provider (OpenIddict) on a port of its own. What it says of its users is for the test to say, at any time; and a
/// test can have it hand out an id token that no honest provider would.
/// </summary>
internal sealed class OidcServer : IAsyncDisposable
{
    public const string ClientId = "approvals";
    public const string ClientSecret = "the-secret-of-the-gateway";

    private readonly SqliteConnection _keeper;
    private readonly WebApplication _app;

    private OidcServer(SqliteConnection keeper, WebApplication app, RsaSecurityKey key) => (_keeper, _app, Key) = (keeper, app, key);

    public string Authority => _app.Urls.Single() + "/";

    /// <summary>With which it signs.</summary>
    public RsaSecurityKey Key { get; }

    public ConcurrentDictionary<string, OidcUser> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes another id token of the honest one.</summary>
    public Func<string, string>? Forge { get; set; }

    /// <summary>How many id tokens it gave out.</summary>
    public int Issued { get; private set; }

    public static async Task<OidcServer> StartAsync()
    {
        var database = $"Data Source=file:oidc-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}?mode=memory&cache=shared";
        var keeper = new SqliteConnection(database);
        await keeper.OpenAsync();
        var key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "provider" };
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDbContext<IdentityDb>(options => options.UseSqlite(database).UseOpenIddict());
        OidcServer? server = null;
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>())
            .AddServer(options => Configure(options, key, honest => server!.Answer(honest)));
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie => (cookie.Cookie.Name, cookie.LoginPath, cookie.ReturnUrlParameter) = ("provider", "/login", "returnUrl"));
        builder.Services.AddAuthorization();
        var app = builder.Build();
        server = new OidcServer(keeper, app, key);
        app.UseAuthentication();
        app.UseAuthorization();
        OidcServerPages.Map(app, server.Users);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IdentityDb>().Database.EnsureCreatedAsync();
        }

        await app.StartAsync();
        return server;
    }

    /// <summary>Tells it of a client and where it lets people back to.</summary>
    public async Task RegisterAsync(Uri gateway, string client = ClientId)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = client,
            ClientSecret = ClientSecret,
            ConsentType = ConsentTypes.Implicit,
            RedirectUris = { new Uri(gateway, "sign-in/oidc/callback") },
            PostLogoutRedirectUris = { new Uri(gateway, "signed-out") },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
                Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code,
                Permissions.Scopes.Email, Permissions.Scopes.Profile, Permissions.Scopes.Roles,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _keeper.DisposeAsync();
    }

    private static void Configure(OpenIddictServerBuilder options, RsaSecurityKey key, Func<string, string> answer)
    {
        options.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/logout");
        options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        options.RegisterScopes(Scopes.Email, Scopes.Profile, Scopes.Roles);
        options.AddSigningKey(key).AddEphemeralEncryptionKey();
        options.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().DisableTransportSecurityRequirement();
        options.AddEventHandler<OpenIddictServerEvents.ApplyTokenResponseContext>(handler => handler.SetOrder(int.MinValue).UseInlineHandler(context =>
        {
            context.Response.IdToken = context.Response.IdToken is { } honest ? answer(honest) : null;
            return ValueTask.CompletedTask;
        }));
    }

    private string Answer(string honest)
    {
        Issued++;
        return Forge is { } forge ? forge(honest) : honest;
    }
}
