using Approvals.Gateway.Notifications.Slack;
using Approvals.Gateway.Notifications.Webhooks;

namespace Approvals.Gateway.Notifications;

internal static class NotificationsSetup
{
    /// <summary>Who is told that a call waits, and how it goes on.</summary>
    public static void AddNotifications(this WebApplicationBuilder builder, NotificationOptions options)
    {
        builder.Services.AddSingleton<NotificationTroubles>();
        builder.Services.AddHealthChecks().AddCheck<NotificationTroubles>("notifications", tags: ["ready"]);
        builder.Services.AddSlack(options.Slack);
        builder.Services.AddWebhooks(options.Webhooks);
        builder.Services.AddSingleton<Announcer>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Announcer>());
    }

    public static void MapNotifications(this IEndpointRouteBuilder app) => app.MapSlack();
}
