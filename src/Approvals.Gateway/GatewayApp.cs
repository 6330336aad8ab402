using Approvals.Gateway.Audit;
using Approvals.Gateway.Calls;
using Approvals.Gateway.Calls.Holding;
using Approvals.Gateway.Configuration;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Inbox;
using Approvals.Gateway.Messaging;
using Approvals.Gateway.Notifications;
using Approvals.Gateway.Observability;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.Live;
using Approvals.Gateway.Startup;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Upstreams;

namespace Approvals.Gateway;

/// <summary>The table of contents: every feature, in the order in which they start.</summary>
internal static class GatewayApp
{
    /// <param name="args">The command line.</param>
    /// <param name="edges">What a test puts in the place of the world: the clock, for one.</param>
    /// <exception cref="ConfigurationProblems">It cannot start as it is configured.</exception>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<IServiceCollection>? edges = null)
    {
        // The configuration is read once: a file watcher would only use up the few that a machine has.
        var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
        var configuration = builder.AddConfiguration(args);
        builder.AddObservability();
        builder.AddConnectionDoor(configuration.Gateway);
        builder.AddDataDirectory(configuration);
        builder.AddStorage(configuration.Storage.ConnectionString!);
        builder.AddAudit();
        builder.AddMessaging<ParkedCallsConsumer, WakeUpConsumer>(configuration.Messaging, typeof(LiveConsumer));
        builder.AddGrants(configuration.Grants, configuration.IsDemo);
        builder.AddPolicies(configuration.Policies, configuration.Grants, configuration.IsDemo);
        builder.AddUpstreams(configuration.Upstreams, configuration.IsDemo);
        builder.AddReviews(configuration.Gateway, configuration.Reviewers, configuration.IsDemo, configuration.Oidc);
        builder.AddNotifications(configuration.Notifications);
        builder.AddInbox(configuration.IsDemo);
        builder.AddCalls();
        builder.Services.AddSingleton(Console.Out);
        edges?.Invoke(builder.Services);

        var app = builder.Build();
        await app.PrepareStorageAsync();
        app.UseMiddleware<HostGuard>();
        app.UseAuthentication();
        app.MapCalls();
        app.MapReviews();
        app.MapNotifications();
        app.MapInbox();
        app.MapObservability();
        app.PrintGreeting();
        return app;
    }
}
