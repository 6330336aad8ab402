using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Calls;
using Approvals.Risk;

namespace Approvals.Policies.Cases;

/// <summary>What came of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Verdict">What the policy says: <c>allow</c>, <c>deny</c>, <c>require_approval</c> or <c>rate_limited</c>.</param>
/// <param name="Rule">By which rule.</param>
/// <param name="Reason">What the agent or the reviewer reads; empty when it is simply allowed.</param>
/// <param name="Differences">What is otherwise than expected, a phrase each; empty when the case holds.</param>
/// <param name="Steps">How the policy came to it.</param>
public sealed record CaseResult(PolicyCase Case, string Verdict, string Rule, string Reason, ImmutableArray<string> Differences, ImmutableArray<ExplainedStep> Steps)
{
    /// <summary>Whether everything is as expected.</summary>
    public bool Holds => Differences.IsEmpty;
}

/// <summary>Judges the call of a case as the gateway would.</summary>
public static class CaseRunner
{
    // A Monday at noon, for cases that do not depend on the time.
    private static readonly DateTimeOffset UsualTime = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public static CaseResult Run(Policy policy, PolicyCase one)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(one);
        using var arguments = StrictJson.Require(one.ArgumentsJson, "the arguments");
        using var annotations = one.Facts.AnnotationsJson is { } json ? StrictJson.Require(json, "the annotations") : null;
        var explained = policy.Explain(UseOf(one, arguments.RootElement), FactsOf(one.Facts, annotations?.RootElement ?? default));
        var verdict = WithLimits(explained.Verdict, one.CallsBefore);
        return new CaseResult(one, WordOf(verdict), verdict.Rule, ReasonOf(verdict), [.. Differences(policy, one, verdict)], explained.Steps);
    }

    private static Use UseOf(PolicyCase one, JsonElement arguments) => one.Kind switch
    {
        "resource" => Use.OfResource(one.Tool),
        "prompt" => Use.OfPrompt(one.Tool, arguments),
        _ => Use.OfTool(one.Tool, arguments),
    };

    private static Facts FactsOf(CaseFacts facts, JsonElement annotations) => new(facts.GrantName, facts.GrantOwner, facts.Time ?? UsualTime)
    {
        Annotations = annotations,
        Category = facts.Category ?? (facts.AnnotationsJson is null ? null : ToolHints.CategoryOf(annotations)),
        Severity = facts.Severity,
    };

    // As if so many equal calls had been sent at this instant.
    private static Verdict WithLimits(Verdict verdict, int before)
    {
        var charges = verdict switch
        {
            Verdict.Allow allow => allow.Charges,
            Verdict.RequireApproval asks => asks.Charges,
            _ => default,
        };
        for (var at = 0; at < charges.Count; at++)
        {
            if ((before + 1) * charges[at].Amount > charges[at].Limit.Max)
            {
                var limit = charges[at].Limit;
                return new Verdict.RateLimited(limit.Rule, "The window is full.", (int)limit.Window.TotalSeconds);
            }
        }

        return verdict;
    }

    private static string WordOf(Verdict verdict) => verdict switch
    {
        Verdict.Allow => "allow",
        Verdict.RequireApproval => "require_approval",
        Verdict.RateLimited => "rate_limited",
        _ => "deny",
    };

    private static string ReasonOf(Verdict verdict) => verdict switch
    {
        Verdict.RequireApproval asks => asks.Reason,
        Verdict.RateLimited limited => limited.Reason,
        Verdict.Deny denied => denied.Reason,
        _ => "",
    };

    private static IEnumerable<string> Differences(Policy policy, PolicyCase one, Verdict verdict)
    {
        var expected = one.Expected;
        if (WordOf(verdict) is var word && word != expected.Verdict)
        {
            yield return $"the verdict is {word}, not {expected.Verdict}";
        }

        if (expected.Rule is { } rule && rule != verdict.Rule)
        {
            yield return $"the rule is {verdict.Rule}, not {rule}";
        }

        if (expected.Hidden is { } hidden && hidden != policy.Hides(one.Tool))
        {
            yield return hidden ? "the tool is listed, not hidden" : "the tool is hidden, not listed";
        }

        if (expected.Reviewers is { } reviewers && ReviewersOf(verdict) is var asked && !asked.SetEquals(reviewers))
        {
            yield return $"it asks {(asked.IsEmpty ? "any reviewer" : string.Join(", ", asked))}, not {string.Join(", ", reviewers)}";
        }
    }

    private static ImmutableSortedSet<string> ReviewersOf(Verdict verdict) => verdict is Verdict.RequireApproval asks
        ? [.. asks.Terms.Panels.SelectMany(panel => panel.Reviewers)]
        : [];
}
