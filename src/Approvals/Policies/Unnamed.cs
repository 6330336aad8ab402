namespace Approvals.Policies;

/// <summary>Verdicts on tools that have no entry of their own. Their names come from the agent, so only a bounded, printable form is repeated.</summary>
internal static class Unnamed
{
    private static readonly Verdict AllowedByDefault = new Verdict.Allow("(default allow)", []);

    private static readonly Verdict NoPolicy =
        new Verdict.Deny("(no policy)", "This grant has no policy for this upstream, so every tool is denied.");

    public static Verdict Hidden(string tool) => new Verdict.Deny("(hidden)", $"Tool '{PrintableText.Of(tool)}' is not available.");

    public static Verdict WithoutPolicy(string tool) => NoPolicy;

    public static Verdict Allowed(string tool) => AllowedByDefault;

    public static Verdict Denied(string tool) => new Verdict.Deny("(default deny)", $"No rule allows '{PrintableText.Of(tool)}'.");

    public static Verdict Asked(string tool) =>
        new Verdict.RequireApproval("(default require_approval)", $"No rule names '{PrintableText.Of(tool)}', so a person decides.", Terms.Default, []);
}
