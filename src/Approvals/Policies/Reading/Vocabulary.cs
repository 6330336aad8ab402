namespace Approvals.Policies.Reading;

/// <summary>The keys of one kind of object in the language.</summary>
internal sealed class Vocabulary(params string[] keys)
{
    public static readonly Vocabulary Root = new("version", "description", "default", "hide", "tools");
    public static readonly Vocabulary Tool = new("action", "reason", "limits", "approval");
    public static readonly Vocabulary Limit = new("counter", "window", "max", "scope");
    public static readonly Vocabulary Approval = new("reviewers", "expires");

    // Whoever wrote one of these was not mistaken, only early.
    private static readonly HashSet<string> Later =
    [
        "mode", "all_tools", "categories", "resources", "prompts", "require", "deny_if", "require_approval", "rate_limit",
        "amount", "quorum", "hold", "require_reason", "allow_self", "inputs",
    ];

    public bool Has(string key) => keys.Contains(key, StringComparer.Ordinal);

    /// <summary>What to say of a key that is none of these.</summary>
    public string Complaint(string key)
    {
        var shown = PrintableText.Of(key);
        if (Later.Contains(key))
        {
            return $"'{shown}' is not supported in this version yet";
        }

        return Nearest.To(key, keys) is { } meant
            ? $"unknown key '{shown}'; did you mean '{meant}'?"
            : $"unknown key '{shown}'; the keys here are '{string.Join("', '", keys)}'";
    }
}
