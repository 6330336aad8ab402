namespace Approvals.Gateway.Notifications.Webhooks;

internal static class WebhooksSetup
{
    /// <summary>Tells programs, if any is configured.</summary>
    public static void AddWebhooks(this IServiceCollection services, IReadOnlyDictionary<string, WebhookOptions> webhooks)
    {
        if (webhooks.Count > 0)
        {
            services.AddSingleton(webhooks);
            services.AddSingleton<INotificationChannel, WebhookChannel>();
        }
    }
}
