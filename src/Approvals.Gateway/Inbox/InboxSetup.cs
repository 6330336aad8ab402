using Approvals.Gateway.Inbox.History;
using Approvals.Gateway.Inbox.SigningIn;
using Approvals.Gateway.Inbox.Statistics;
using Approvals.Gateway.Inbox.Waiting;
using Microsoft.Extensions.FileProviders;

namespace Approvals.Gateway.Inbox;

internal static class InboxSetup
{
    /// <summary>The web page. With <paramref name="isDemo"/> there is a one-time sign-in link: make it with <see cref="SignInLink.Create"/>.</summary>
    public static void AddInbox(this WebApplicationBuilder builder, bool isDemo)
    {
        builder.Services.AddRazorComponents();
        OidcPages.AddOidcPages(builder.Services);
        if (isDemo)
        {
            builder.Services.AddSingleton<SignInLink>();
        }
    }

    public static void MapInbox(this WebApplication app)
    {
        app.UseMiddleware<FailurePages>();
        // From the assembly: where the process was started, or from which environment, must not matter.
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new EmbeddedFileProvider(typeof(InboxSetup).Assembly, "Approvals.Gateway.wwwroot"),
            OnPrepareResponse = file =>
            {
                file.Context.Response.Headers.CacheControl = "no-cache";
                file.Context.Response.Headers.XContentTypeOptions = "nosniff";
            },
        });
        app.MapInboxPages();
        app.MapHistory();
        app.MapInboxForms();
        OidcPages.MapOidcPages(app);
        SigningOut.Map(app);
        AccountPages.Map(app);
        app.MapBulkDenial();
        app.MapPolicyPages();
        app.MapStatistics();
    }
}
