using Approvals.Requests;

namespace Approvals.Gateway.Notifications.Slack.Messages;

/// <summary>What the parts of our messages and modals are called when Slack speaks of them.</summary>
internal static class ActionIds
{
    public const string Approve = "approve";
    public const string Deny = "deny";
    public const string Review = "review";
    public const string Open = "open";
    public const string Ask = "ask";

    public const string DecisionBlock = "decision";
    public const string ReasonBlock = "reason";
    public const string CodeBlock = "code";
    public const string Value = "value";

    private const char Between = '.';

    /// <summary>Which request a button or a modal is of, and what of it was looked at.</summary>
    public static string Subject(ApprovalRequest request) => $"{request.Id}{Between}{request.Asked.Fingerprint}";

    /// <summary>Null for anything that <see cref="Subject"/> does not make.</summary>
    public static (string Id, string Fingerprint)? Read(string? subject) =>
        subject?.Split(Between) is [{ Length: > 0 and <= 100 } id, { Length: > 0 and <= 200 } fingerprint] ? (id, fingerprint) : null;
}
