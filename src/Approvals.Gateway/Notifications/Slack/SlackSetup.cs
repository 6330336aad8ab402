using Approvals.Gateway.Notifications.Slack.Api;
using Approvals.Gateway.Notifications.Slack.Delivering;
using Approvals.Gateway.Notifications.Slack.Interactions;

namespace Approvals.Gateway.Notifications.Slack;

internal static class SlackSetup
{
    /// <summary>Asks people in Slack, if a bot's token is configured.</summary>
    public static void AddSlack(this IServiceCollection services, SlackOptions options)
    {
        if (!options.IsOn)
        {
            return;
        }

        services.AddSingleton<SlackClient>();
        services.AddSingleton<SlackRoute>();
        services.AddSingleton<ConversationPace>();
        services.AddSingleton<Bursts>();
        services.AddSingleton<INotificationChannel, SlackChannel>();
        services.AddSingleton<SlackWorkspace>();
        services.AddSingleton<SlackPeople>();
        services.AddSingleton<ReviewDoor>();
        services.AddSingleton<Whisper>();
        services.AddSingleton<Clicks>();
        services.AddSingleton<Submissions>();
        services.AddSingleton<InteractionIntake>();
        services.AddHostedService(provider => provider.GetRequiredService<InteractionIntake>());
        services.AddHostedService<SocketMode>();
    }

    /// <summary>Without a signing secret nobody could prove that it is Slack who calls: then there is no such address.</summary>
    public static void MapSlack(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<SlackOptions>() is { IsOn: true, SigningSecret: not null })
        {
            app.MapInteractions();
        }
    }
}
