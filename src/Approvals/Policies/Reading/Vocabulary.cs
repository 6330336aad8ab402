namespace Approvals.Policies.Reading;

/// <summary>The keys of one kind of object in the language.</summary>
internal sealed class Vocabulary(params string[] keys)
{
    public static readonly Vocabulary Root = new(
        "$schema", "version", "description", "mode", "default", "hide", "inputs", "all_tools", "categories", "tools", "resources", "prompts");

    public static readonly Vocabulary AllTools = new("limits", "rate_limit", "require", "deny_if", "require_approval");
    public static readonly Vocabulary Entry = new("action", "reason", "limits", "rate_limit", "require", "deny_if", "require_approval", "approval", "inputs");
    public static readonly Vocabulary Denial = new("conditions", "on_deny");
    public static readonly Vocabulary Question = new("conditions", "reason", "approval");
    public static readonly Vocabulary Condition = new("path", "op", "value", "if_missing");
    public static readonly Vocabulary Limit = new("counter", "window", "max", "scope", "amount");
    public static readonly Vocabulary RateLimit = new("max", "window");
    public static readonly Vocabulary Approval = new("reviewers", "quorum", "expires", "hold", "require_reason", "allow_self", "risk", "remember", "narrow", "escalate", "context");
    public static readonly Vocabulary Narrow = new("path", "direction");
    public static readonly Vocabulary ContextCall = new("tool", "arguments");

    /// <summary>In the order in which a writer would meet them.</summary>
    public IReadOnlyList<string> Keys => keys;

    public bool Has(string key) => keys.Contains(key, StringComparer.Ordinal);

    /// <summary>What to say of a key that is none of these.</summary>
    public string Complaint(string key)
    {
        var shown = PrintableText.Of(key);
        return Nearest.To(key, keys) is { } meant
            ? $"unknown key '{shown}'; did you mean '{meant}'?"
            : $"unknown key '{shown}'; the keys here are '{string.Join("', '", keys)}'";
    }
}
