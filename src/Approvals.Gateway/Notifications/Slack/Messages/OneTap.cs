using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>Whether a request can be approved by one tap on its message. The message offers only what this allows, and a click is asked again.</summary>
internal static class OneTap
{
    /// <summary>Why it takes more, as a sentence; null if one tap is enough.</summary>
    public static string? WhyNot(ApprovalRequest request, SlackOptions options) =>
        request.Terms.IsHighRisk ? "It is marked as high risk: read all of it, then type the first characters of its fingerprint."
        : request.Terms.RequireReason ? "Every decision needs a reason."
        : ShownArguments.OnCard(request, options).WhatIsMissing;
}
