namespace Approvals.Gateway.Notifications.Slack.Blocks;

/// <summary>A modal.</summary>
internal sealed record View(string CallbackId, PlainText Title, IReadOnlyList<Block> Blocks, PlainText? Submit, PlainText Close, string PrivateMetadata)
{
    public string Type { get; } = "modal";
}

/// <summary>What Slack does with a modal that was submitted: <c>clear</c> closes it, <c>errors</c> names what is wrong with a field, <c>update</c> shows another.</summary>
internal sealed record ViewAnswer(string ResponseAction, IReadOnlyDictionary<string, string>? Errors = null, View? View = null);
