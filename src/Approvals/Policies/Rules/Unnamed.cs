using Approvals.Policies.Reading;

namespace Approvals.Policies.Rules;

/// <summary>Rules that no entry names. Names come from the agent, so only a bounded, printable form is repeated.</summary>
internal static class Unnamed
{
    public static EntryDraft NoPolicy { get; } = new("(no policy)", "(no policy)", ToolAction.Deny)
    {
        Reason = _ => "This grant has no policy for this upstream, so every tool is denied.",
    };

    public static EntryDraft Denied { get; } = new("(default deny)", "(default deny)", ToolAction.Deny)
    {
        Reason = name => $"No rule allows '{PrintableText.Of(name)}'.",
    };

    public static EntryDraft Allowed { get; } = new("(default allow)", "(default allow)", ToolAction.Allow);

    public static EntryDraft Asked { get; } = new("(default require_approval)", "(default require_approval)", ToolAction.RequireApproval)
    {
        Reason = name => $"No rule names '{PrintableText.Of(name)}', so a person decides.",
    };

    public static Verdict Hidden(string tool) => new Verdict.Deny("(hidden)", $"Tool '{PrintableText.Of(tool)}' is not available.");

    public static Verdict Wandering(string uri) => new Verdict.Deny(
        "(unclear uri)", $"'{PrintableText.Of(uri)}' has a segment '.' or '..', so it could be another resource than it looks like. Send its plain URI.");
}
