using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Policies;
using CsCheck;

namespace Approvals.Tests.Policies.Language;

public sealed class PolicyProperties
{
    private static readonly Gen<(JsonObject Document, RandomCall[] Calls)> Worlds = Gen.Select(RandomPolicy.Documents, RandomPolicy.Calls.Array[20]);

    [Fact]
    public void A_verdict_is_what_the_definition_of_the_language_says() => Each((document, call, policy, use, facts) =>
    {
        var verdict = policy.Evaluate(use, facts);

        var said = verdict switch
        {
            Verdict.Allow => ("allow", verdict.Rule, 0),
            Verdict.Deny => ("deny", verdict.Rule, 0),
            _ => ("ask", verdict.Rule, ((Verdict.RequireApproval)verdict).Terms.Panels.Length),
        };
        Assert.Equal(new NaivePolicy(document, call).Judge(), said);
    });

    [Fact]
    public void An_explanation_ends_in_the_same_verdict_and_names_its_rule() => Each((_, _, policy, use, facts) =>
    {
        var explanation = policy.Explain(use, facts);

        Assert.Equal(policy.Evaluate(use, facts), explanation.Verdict);
        Assert.NotEmpty(explanation.Steps);
        if (explanation.Verdict is not Verdict.Allow && explanation.Verdict.Rule is not "(hidden)")
        {
            Assert.Contains(explanation.Steps, step => step.Rule == explanation.Verdict.Rule);
        }
    });

    [Fact]
    public void Exactly_what_is_hidden_is_denied_as_hidden() => Each((_, call, policy, use, facts) =>
        Assert.Equal(policy.Hides(call.Tool), policy.Evaluate(use, facts).Rule == "(hidden)"));

    [Fact]
    public void The_order_of_a_table_means_nothing() => Each((document, _, policy, use, facts) =>
    {
        var turned = document.DeepClone().AsObject();
        turned["tools"] = new JsonObject(turned["tools"]!.AsObject().Reverse().Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));

        Assert.Equal(policy.Evaluate(use, facts), PolicyText.Read(turned.ToJsonString()).Evaluate(use, facts), Verdicts.Same);
    }, iter: 200);

    private static void Each(Action<JsonObject, RandomCall, Policy, Use, Facts> check, int iter = 2_000) => Worlds.Sample(
        world =>
        {
            var policy = PolicyText.Read(world.Document.ToJsonString());
            foreach (var call in world.Calls)
            {
                using var arguments = JsonDocument.Parse(call.Arguments);
                var facts = new Facts("g", "o", new DateTimeOffset(2026, 11, 23, call.Hour, 0, 0, TimeSpan.Zero)) { Category = call.Category };
                check(world.Document, call, policy, Use.OfTool(call.Tool, arguments.RootElement), facts);
            }
        },
        iter: iter,
        print: world => new StringBuilder(world.Document.ToJsonString()).AppendLine().AppendJoin('\n', world.Calls.AsEnumerable()).ToString());
}

/// <summary>Verdicts of two readings of the same document: their limits are other objects that say the same.</summary>
internal static class Verdicts
{
    public static bool Same(Verdict left, Verdict right) => (left, right) switch
    {
        (Verdict.Allow a, Verdict.Allow b) => a.Rule == b.Rule && a.Limits.SequenceEqual(b.Limits),
        (Verdict.RequireApproval a, Verdict.RequireApproval b) => a.Limits.SequenceEqual(b.Limits) && a with { Charges = b.Charges } == b,
        _ => left == right,
    };
}
