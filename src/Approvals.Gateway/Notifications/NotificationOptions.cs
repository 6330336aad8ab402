using Approvals.Gateway.Notifications.Slack;
using Approvals.Gateway.Notifications.Webhooks;

namespace Approvals.Gateway.Notifications;

/// <summary>The sections of everything by which people and programs are told of requests.</summary>
internal sealed record NotificationOptions(SlackOptions Slack, IReadOnlyDictionary<string, WebhookOptions> Webhooks);
