using Approvals.Gateway.Configuration;
using Approvals.Gateway.Notifications.Slack;
using Approvals.Gateway.Notifications.Slack.Api;
using Approvals.Gateway.Notifications.Slack.Checks;
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

    /// <summary>Whether whoever is to be told can be. Nobody is told anything.</summary>
    public static async Task<IReadOnlyList<Diagnosis>> LookAsync(NotificationOptions options, TimeProvider clock, CancellationToken stop)
    {
        using var slack = new SlackClient(options.Slack);
        var asked = await new SlackCheck(options.Slack, slack, clock).LookAsync(stop);
        return options.Webhooks.Count == 0
            ? asked
            : [.. asked, new Diagnosis.Fine("webhooks", $"{string.Join(", ", options.Webhooks.Keys)}: configured; nothing was sent to them.")];
    }
}
